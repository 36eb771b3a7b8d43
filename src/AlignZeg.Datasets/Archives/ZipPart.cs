namespace AlignZeg.Datasets.Archives;

/// <summary>An archive up to its directory, and behind it another directory: a zip of a part of its entries. The archive is read, and left open.</summary>
/// <param name="archive">Has to seek.</param> <param name="start">Where its directory begins.</param> <param name="directory">What is in its place.</param> <param name="unknown">Positions of the entries that are packed in ways that are not read.</param>
internal sealed class ZipPart(Stream archive, long start, byte[] directory, IReadOnlySet<int> unknown) : Stream
{
    private const string NotThat = "A part of an archive is only read.";

    /// <summary>True if an entry is packed in a way that is not read.</summary>
    public bool IsUnknown(int entry) => unknown.Contains(entry);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => start + directory.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = Position < start ? At().Read(buffer[..Room(buffer.Length)]) : Copy(buffer);
        Position += read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = Position < start ? await At().ReadAsync(buffer[..Room(buffer.Length)], cancellationToken) : Copy(buffer.Span);
        Position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException(NotThat);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException(NotThat);

    private int Room(int length) => (int)Math.Min(length, start - Position);

    private Stream At()
    {
        archive.Position = Position;
        return archive;
    }

    private int Copy(Span<byte> buffer)
    {
        long at = Position - start;
        if (at >= directory.Length) return 0;
        int length = (int)Math.Min(buffer.Length, directory.Length - at);
        directory.AsSpan((int)at, length).CopyTo(buffer);
        return length;
    }
}
