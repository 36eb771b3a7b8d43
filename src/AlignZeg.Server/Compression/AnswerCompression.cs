using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Compression;

/// <summary>
/// JSON and NDJSON are compressed for who accepts it, but for answers known to be short, and routes whose answer holds a secret beside text of the caller's
/// (<see cref="HoldsSecret"/>): its length would tell of the secret. Streams of events and pictures are never compressed.
/// </summary>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    private const int WorthWhile = 1_024; // bytes; less fits in a packet anyway

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<HoldsSecret>() is null && !(context.Response.ContentLength < WorthWhile) && base.ShouldCompressResponse(context);
}
