namespace AlignZeg.Storage.Tests.Blobs;

/// <summary>So many bytes that are nowhere in memory, always the same; remembers the largest piece that anyone wanted or gave. Written to, it compares.</summary>
internal sealed class GeneratedStream(long length, long? breaksAt = null) : Stream
{
    private long _position;

    public int LargestPiece { get; private set; }

    public bool IsWhole => _position == length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        LargestPiece = Math.Max(LargestPiece, buffer.Length);
        if (_position >= breaksAt) throw new EndOfStreamException("The line was cut.");
        int count = (int)Math.Min(Math.Min(buffer.Length, 700_001), length - _position); // a network gives what it has
        for (int i = 0; i < count; i++) buffer[i] = ByteAt(_position + i);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        LargestPiece = Math.Max(LargestPiece, buffer.Length);
        for (int i = 0; i < buffer.Length; i++)
            if (buffer[i] != ByteAt(_position + i)) throw new InvalidDataException($"Byte {_position + i} is another.");
        _position += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static byte ByteAt(long position) => (byte)((position * 2_654_435_761) >> 24);
}
