using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;
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

    /// <summary>In a Parquet table.</summary>
    Table,

    /// <summary>As the files of a form.</summary>
    Form,
}

/// <summary>What the request says of its body.</summary>
internal static class DatasetBodies
{
    /// <summary>The types that are taken, as a sentence lists them.</summary>
    public const string Types = "application/x-ndjson, application/zip, application/x-tar, application/gzip (a tar), multipart/form-data and, where the operator has turned on Uploads:Tables, application/vnd.apache.parquet";

    /// <summary>By the media type. Without one, or with one that plain clients send for whatever it is, a body that begins as a table does is one, and every other a manifest.</summary>
    /// <exception cref="ProblemException">Another type.</exception>
    public static async Task<DatasetBodyKind> KindOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string type = MediaTypeHeaderValue.TryParse(request.ContentType, out var header) ? header.MediaType.Value!.ToLowerInvariant() : request.ContentType ?? "";
        return type switch
        {
            "" or "application/octet-stream" or "application/x-www-form-urlencoded" => await IsTableAsync(request, cancellationToken) ? DatasetBodyKind.Table : DatasetBodyKind.Manifest,
            "application/x-ndjson" or "application/jsonl" or "text/plain" => DatasetBodyKind.Manifest,
            "application/zip" or "application/x-zip-compressed" => DatasetBodyKind.Zip,
            "application/x-tar" => DatasetBodyKind.Tar,
            "application/gzip" or "application/x-gzip" => DatasetBodyKind.TarGzip,
            "application/vnd.apache.parquet" => DatasetBodyKind.Table,
            "multipart/form-data" => DatasetBodyKind.Form,
            _ => throw new ProblemException(ProblemTypes.WrongMediaType, $"This route does not take bodies of the type '{type}'; it takes {Types}."),
        };
    }

    private static async Task<bool> IsTableAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (byte[] head, request.Body) = await Bodies.PeekAsync(request.Body, TableReader.HeadBytes, cancellationToken);
        return TableReader.Is(head);
    }
}
