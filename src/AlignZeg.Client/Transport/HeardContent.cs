using System.Net;

namespace AlignZeg.Client.Transport;

/// <summary>A body that goes out in pieces, each of which is heard of: how long a body takes says nothing, that none of it goes out says that nobody takes it.</summary>
internal sealed class HeardContent : HttpContent
{
    private const string LengthHeader = "Content-Length";
    private readonly HttpContent _body;
    private readonly Action _heard;

    /// <param name="body">Is disposed with this.</param> <param name="heard">Called after each piece.</param>
    public HeardContent(HttpContent body, Action heard)
    {
        (_body, _heard) = (body, heard);
        foreach (var (name, values) in body.Headers)
            if (name != LengthHeader) Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new HeardStream(stream, _heard), context, cancellationToken); // not disposed: the stream is the connection's

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _body.Dispose();
        base.Dispose(disposing);
    }
}
