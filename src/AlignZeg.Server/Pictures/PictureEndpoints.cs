using System.Net.Mime;
using System.Security.Cryptography;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Pictures;

/// <summary>Images and files of jobs as bytes, whole or made small, for who has a key at hand: pages above all. What a name stands for never changes, so that they are kept for a day.</summary>
internal static class PictureEndpoints
{
    private const string Kept = "private, max-age=86400, immutable";

    public static void MapPictures(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/images/{hash}", GetImageAsync)
            .WithSummary("The bytes of an uploaded image, by the sha256 that its upload gave and results name; with size, a JPEG whose longer side has about so many pixels (128, 256, 512, 1024 or 2048).")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet, MediaTypeNames.Image.Jpeg).Produces(StatusCodes.Status304NotModified)
            .MayAnswer(ProblemTypes.ImageNotFound, ProblemTypes.FileNotFound, ProblemTypes.ImageRejected);
        v1.MapGet("/jobs/{id}/files/{**output}", GetFileAsync)
            .WithSummary("The bytes of a mask, confidence map, overlay or corrected map; with size, made small as images are. A small map has ids as grey levels, and none that was not there.")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Image.Png, MediaTypeNames.Image.Jpeg).Produces(StatusCodes.Status304NotModified)
            .MayAnswer(ProblemTypes.FileNotFound, ProblemTypes.ImageRejected);
    }

    private static async Task<IResult> GetImageAsync(TenantScope tenant, string hash, IBlobStore blobs, SmallPictures small, HttpContext http, CancellationToken cancellationToken, int? size = null)
    {
        string name = hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigitLower) ? DatasetBlobNames.ImageOf(tenant.Tenant, hash) : throw NoImage(hash);
        if (!await blobs.ExistsAsync(name, cancellationToken)) throw NoImage(hash);
        if (size is null) return Send(http, hash, name, MediaTypeNames.Application.Octet, blobs, cancellationToken);
        int longest = PictureSizes.For(size.Value);
        return IsKnown(http, $"{hash}-{longest}") ? NotModified() : TypedResults.Bytes(await small.OfImageAsync(tenant, hash, longest, cancellationToken), MediaTypeNames.Image.Jpeg);
    }

    private static async Task<IResult> GetFileAsync(TenantScope tenant, string id, string output, IBlobStore blobs, SmallPictures small, HttpContext http, CancellationToken cancellationToken, int? size = null)
    {
        string file = await JobFiles.FindAsync(tenant, id, WrittenPath.Of(http.Request, output), blobs, cancellationToken);
        string mediaType = file.EndsWith(".jpg", StringComparison.Ordinal) ? MediaTypeNames.Image.Jpeg : MediaTypeNames.Image.Png, name = JobBlobNames.Prefix(tenant.Key(id)) + file;
        string tag = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..32];
        if (size is null) return Send(http, tag, name, mediaType, blobs, cancellationToken);
        int longest = PictureSizes.For(size.Value);
        return IsKnown(http, $"{tag}-{longest}") ? NotModified() : TypedResults.Bytes(await small.OfOutputAsync(tenant.Key(id), file, longest, cancellationToken), mediaType);
    }

    private static IResult Send(HttpContext http, string tag, string name, string mediaType, IBlobStore blobs, CancellationToken cancellationToken) =>
        IsKnown(http, tag) ? NotModified() : TypedResults.Stream(target => blobs.CopyToAsync(name, target, cancellationToken), mediaType);

    private static bool IsKnown(HttpContext http, string tag)
    {
        string etag = $"\"{tag}\"";
        var headers = http.Response.Headers;
        (headers.ETag, headers.CacheControl, headers.Vary, headers.XContentTypeOptions) = (etag, Kept, "Authorization, X-Api-Key", "nosniff");
        return http.Request.Headers.IfNoneMatch.Contains(etag);
    }

    private static StatusCodeHttpResult NotModified() => TypedResults.StatusCode(StatusCodes.Status304NotModified);

    private static ProblemException NoImage(string sha256) => new(ProblemTypes.ImageNotFound, $"No image '{sha256}' was uploaded; results and uploads name the sha256 of those there are.");
}
