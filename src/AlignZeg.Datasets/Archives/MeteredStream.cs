namespace AlignZeg.Datasets.Archives;

/// <summary>Counts what is read, and ends with an <see cref="ArchiveException"/> where it is more than may be. For one reader; does not own what it reads.</summary>
/// <param name="source">What is read.</param>
/// <param name="limit">The most bytes that may have come; asked at every read with the bytes so far.</param>
internal sealed class MeteredStream(Stream source, Func<long, long> limit) : Stream
{
    /// <summary>
    /// Most bytes of one read. The reader of tars asks for a whole header of names at once, and has made room for as much as the header claims:
    /// larger ones are no names.
    /// </summary>
    internal const int LongestRead = 1 << 20;

    /// <summary>Bytes so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Count; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Check(buffer.Length);
        return Counted(source.Read(buffer));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(buffer.Length);
        return Counted(await source.ReadAsync(buffer, cancellationToken));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static void Check(int length)
    {
        if (length > LongestRead) throw new ArchiveException($"The archive has a header of {length} bytes, which no writer makes; pack the images again.");
    }

    private int Counted(int length)
    {
        Count += length;
        return Count <= limit(Count)
            ? length
            : throw new ArchiveException($"The archive unpacks to more than {limit(Count)} bytes, far more than images do; send the images as they are, in several archives.");
    }
}
