using System.Net;
using System.Net.Http.Headers;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Images;

/// <summary>Images by the hash of their bytes: the same bytes again are the same image.</summary>
public sealed class ImageClient
{
    private readonly ApiTransport _transport;

    internal ImageClient(ApiTransport transport) => _transport = transport;

    /// <summary>Uploads the encoded bytes of one image. Safe to repeat.</summary>
    /// <param name="open">Opens the bytes, once for every try; whatever it opens is closed.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<UploadedImage> UploadAsync(Func<Stream> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        return UploadAsync(() => new StreamContent(open()), cancellationToken);
    }

    /// <summary>Uploads the encoded bytes of one image. Safe to repeat.</summary>
    public Task<UploadedImage> UploadAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default) => UploadAsync(() => new ReadOnlyMemoryContent(image), cancellationToken);

    /// <summary>Writes an uploaded image somewhere: its bytes as they came, or made small.</summary>
    /// <param name="sha256">As <see cref="UploadedImage.Sha256"/> and results say it.</param> <param name="destination">Where to.</param>
    /// <param name="size">128, 256, 512, 1024 or 2048: a JPEG whose longer side has about so many pixels. Null = the image itself.</param> <param name="cancellationToken">Ends the call.</param>
    public Task DownloadAsync(string sha256, Stream destination, int? size = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _transport.DownloadAsync(ApiCall.Get(ApiPath.Of("images", sha256).With(("size", size))), destination, cancellationToken);
    }

    /// <summary>Whether the server has an image. None of its bytes are sent.</summary>
    internal async Task<bool> ExistsAsync(string sha256, CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(ApiPath.Of("images", sha256)) with { Streams = true, Headers = headers => headers.IfNoneMatch.Add(new($"\"{sha256}\"")) };
        try
        {
            using var answer = await _transport.OpenAsync(call, cancellationToken);
            return true;
        }
        catch (AlignZegApiException answer) when (answer.Status is HttpStatusCode.NotModified or HttpStatusCode.NotFound)
        {
            return answer.Status == HttpStatusCode.NotModified;
        }
    }

    private Task<UploadedImage> UploadAsync(Func<HttpContent> content, CancellationToken cancellationToken) =>
        _transport.SendAsync(ApiCall.Post("v1/images", Bytes(content)) with { Repeatable = true }, ClientJson.Default.UploadedImage, cancellationToken);

    internal static Func<HttpContent> Bytes(Func<HttpContent> content, string mediaType = "application/octet-stream") => () =>
    {
        var bytes = content();
        bytes.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return bytes;
    };
}

/// <summary>An image that the server has.</summary>
/// <param name="Sha256">What manifests call it: SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Bytes">How many.</param>
public sealed record UploadedImage(string Sha256, long Bytes);
