namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>A file of which no more can be read than was looked at: behind its end is <see cref="InvalidDataException"/>. Does not own it.</summary>
internal sealed class FencedStream(Stream file) : Stream
{
    private long _start, _end = long.MaxValue;

    /// <summary>How the file itself failed, whoever read it; null = it has not.</summary>
    public IOException? Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>From now on the file begins there, and ends here. Before that all of it is there.</summary>
    public void Limit(long start, long end) => (_start, _end) = (start, end);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Some(file.Read(buffer[..Room(buffer.Length)]), buffer.Length);
        }
        catch (IOException fault)
        {
            throw Fault = fault;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Some(await file.ReadAsync(buffer[..Room(buffer.Length)], cancellationToken), buffer.Length);
        }
        catch (IOException fault)
        {
            throw Fault = fault;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // The library asks for no byte that a header does not promise; of a number it takes the end for a byte of 255, again and again.
    private static int Some(int read, int wanted) => read == 0 && wanted > 0 ? throw new InvalidDataException("a column ends before its values") : read;

    private int Room(int wanted) => file.Position < _start ? throw new InvalidDataException("a column leads to where it is not") : (int)Math.Clamp(_end - file.Position, 0, wanted);
}
