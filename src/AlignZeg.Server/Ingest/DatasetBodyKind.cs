using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AlignZeg.Server.Ingest;

/// <summary>How the images of a dataset's version are sent.</summary>
internal enum DatasetBodyKind
{
    /// <summary>By lines that name uploaded images.</summary>
    Manifest,

    /// <summary>In a zip.</summary>
    Zip,

    /// <summary>In a tar.</summary>
    Tar,

    /// <summary>In a tar within gzip.</summary>
    TarGzip,

    /// <summary>As the files of a form.</summary>
    Form,
}

/// <summary>What the request says of its body.</summary>
internal static class DatasetBodies
{
    /// <summary>The types that are taken, as a sentence lists them.</summary>
    public const string Types = "application/x-ndjson, application/zip, application/x-tar, application/gzip (a tar) and multipart/form-data";

    /// <summary>By the media type; none, and text as plain clients send it, is a manifest.</summary>
    /// <exception cref="ProblemException">Another type.</exception>
    public static DatasetBodyKind KindOf(HttpRequest request)
    {
        string type = MediaTypeHeaderValue.TryParse(request.ContentType, out var header) ? header.MediaType.Value!.ToLowerInvariant() : request.ContentType ?? "";
        return type switch
        {
            "" or "application/x-ndjson" or "application/jsonl" or "application/octet-stream" or "application/x-www-form-urlencoded" or "text/plain" => DatasetBodyKind.Manifest,
            "application/zip" or "application/x-zip-compressed" => DatasetBodyKind.Zip,
            "application/x-tar" => DatasetBodyKind.Tar,
            "application/gzip" or "application/x-gzip" => DatasetBodyKind.TarGzip,
            "multipart/form-data" => DatasetBodyKind.Form,
            _ => throw new ProblemException(ProblemTypes.WrongMediaType, $"This route does not take bodies of the type '{type}'; it takes {Types}."),
        };
    }

    /// <summary>Lowers the limit of the route for this body.</summary>
    public static void Limit(HttpRequest request, long maxBytes)
    {
        if (request.ContentLength > maxBytes) throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
    }
}
