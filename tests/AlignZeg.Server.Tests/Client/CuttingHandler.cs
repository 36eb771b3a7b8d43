namespace AlignZeg.Server.Tests.Client;

/// <summary>A network that breaks bodies after so many bytes, a little later each time, and refuses every third connection.</summary>
internal sealed class CuttingHandler(int first, int more) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _calls;

    public int Cuts { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int call = _calls++;
        if (call % 3 == 2) throw new HttpRequestException("The network is away.");
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream") return answer;
        var content = new StreamContent(new CutStream(await answer.Content.ReadAsStreamAsync(cancellationToken), first + more * call, () => Cuts++));
        content.Headers.ContentType = answer.Content.Headers.ContentType;
        answer.Content = content;
        return answer;
    }

    private sealed class CutStream(Stream body, int left, Action cut) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
            {
                cut();
                throw new IOException("The connection broke.");
            }

            int read = await body.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
            // nothing is ever written
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) body.Dispose();
            base.Dispose(disposing);
        }
    }
}
