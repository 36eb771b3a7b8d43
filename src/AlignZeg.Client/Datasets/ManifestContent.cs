using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Datasets;

/// <summary>A manifest as a body: written line by line while it is sent.</summary>
internal sealed class ManifestContent : HttpContent
{
    private readonly IEnumerable<ManifestEntry> _entries;

    public ManifestContent(IEnumerable<ManifestEntry> entries)
    {
        _entries = entries;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new BufferedStream(stream, 1 << 16); // not disposed: the stream is the connection's
        foreach (var entry in _entries)
        {
            await JsonSerializer.SerializeAsync(buffer, entry, ClientJson.Default.ManifestEntry, cancellationToken);
            buffer.WriteByte((byte)'\n');
        }

        await buffer.FlushAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
