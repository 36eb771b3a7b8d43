using AlignZeg.Server.Documents;
using AlignZeg.Server.Links;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Files by signed link: the signature is the permission. Where the storage signs links itself, the file is read there; otherwise it passes through us.</summary>
internal static class FileEndpoints
{
    private const string Zip = "application/zip";

    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/files/{**name}", GetAsync)
        .WithSummary("A file by a signed link: its bytes, or where they are read from the storage itself, a redirection there.")
        .Produces<byte[]>(StatusCodes.Status200OK, "image/png", "image/jpeg", Zip)
        .Redirects("The storage itself has the bytes, at the address of Location, which needs no key and is valid for minutes: follow it at once, without the key of the API, and come back here for another one.")
        .MayAnswer(ProblemTypes.LinkExpired, ProblemTypes.FileNotFound);

    private static async Task<IResult> GetAsync(
        string name, IBlobStore blobs, IBlobLinks direct, LinkSigner signer, HttpContext http, CancellationToken cancellationToken, long expires = 0, string signature = "")
    {
        if (!await signer.IsValidAsync(name, expires, signature, cancellationToken))
            throw new ProblemException(ProblemTypes.LinkExpired, "The link is not one of ours, or its time is over; ask for a new one.");
        string mediaType = Path.GetExtension(name) switch { ".jpg" => "image/jpeg", ".zip" => Zip, _ => "image/png" };
        if (await direct.SignAsync(name, DateTimeOffset.FromUnixTimeSeconds(expires), mediaType, cancellationToken) is not { } address) return await SendAsync(name, mediaType, blobs, http, cancellationToken);
        if (!await blobs.ExistsAsync(name, cancellationToken)) throw Gone();
        return Redirect(address, http.Response);
    }

    // Pictures are small; an archive may be of any size, and is sent as it is read.
    private static async Task<IResult> SendAsync(string name, string mediaType, IBlobStore blobs, HttpContext http, CancellationToken cancellationToken)
    {
        var picture = mediaType == Zip ? null : await blobs.ReadAsync(name, cancellationToken) ?? throw Gone();
        if (picture is null && !await blobs.ExistsAsync(name, cancellationToken)) throw Gone();
        http.Response.Headers.CacheControl = "private, max-age=60";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return picture is null ? TypedResults.Stream(target => blobs.CopyToAsync(name, target, cancellationToken), mediaType) : TypedResults.Bytes(picture.Content, mediaType);
    }

    // Not TypedResults.Redirect, which writes the address into the log. Kept nowhere: it is a secret, and older than its reader would think.
    private static StatusCodeHttpResult Redirect(Uri address, HttpResponse response)
    {
        response.Headers.Location = address.AbsoluteUri;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.StatusCode(StatusCodes.Status307TemporaryRedirect);
    }

    private static ProblemException Gone() => new(ProblemTypes.FileNotFound, "The file is gone.");
}
