using AlignZeg.Server.Documents;
using AlignZeg.Server.Links;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Files by signed link: the signature is the permission.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/files/{**name}", GetAsync)
            .WithSummary("A file by a signed link.").Produces<byte[]>(StatusCodes.Status200OK, "image/png", "image/jpeg").MayAnswer(ProblemTypes.LinkExpired, ProblemTypes.FileNotFound);

    private static async Task<IResult> GetAsync(
        string name, IBlobStore blobs, LinkSigner signer, HttpContext http, CancellationToken cancellationToken, long expires = 0, string signature = "")
    {
        if (!await signer.IsValidAsync(name, expires, signature, cancellationToken))
            throw new ProblemException(ProblemTypes.LinkExpired, "The link is not one of ours, or its time is over; ask for a new one.");
        var blob = await blobs.ReadAsync(name, cancellationToken) ?? throw new ProblemException(ProblemTypes.FileNotFound, "The file is gone.");
        http.Response.Headers.CacheControl = "private, max-age=60";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(blob.Content, name.EndsWith(".jpg", StringComparison.Ordinal) ? "image/jpeg" : "image/png");
    }
}
