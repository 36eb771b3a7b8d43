namespace AlignZeg.Client.Transport;

/// <summary>What is written goes on in pieces of some 64 KiB, each of which is heard of.</summary>
/// <param name="connection">Where to; not disposed with this.</param> <param name="heard">Called after each piece.</param>
internal sealed class HeardStream(Stream connection, Action heard) : Stream
{
    private const int PieceBytes = 1 << 16;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var left = buffer; !left.IsEmpty; left = left[Math.Min(left.Length, PieceBytes)..])
        {
            await connection.WriteAsync(left[..Math.Min(left.Length, PieceBytes)], cancellationToken);
            heard();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
