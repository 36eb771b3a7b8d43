using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Endpoints;

/// <summary>Images are uploaded first, each under the hash of its bytes, as often as one likes; a dataset's version then names them.</summary>
internal static class DatasetEndpoints
{
    private const int Checks = 16;

    public static void MapDatasets(this IEndpointRouteBuilder v1)
    {
        var uploads = ((IEndpointRouteBuilder)v1).ServiceProvider.GetRequiredService<IOptions<UploadOptions>>().Value;
        string label = AccessPolicies.Of(AccessScopes.Label);
        v1.MapPost("/images", UploadAsync).RequireAuthorization(label).WithMetadata(new BodyLimit(uploads.MaxImageBytes))
            .WithSummary("Uploads the bytes of one image; the same bytes again are the same image.").Takes("application/octet-stream").Produces<UploadedImage>();
        v1.MapGet("/datasets", (TenantScope tenant, Catalogue catalogue, string? after, int? limit, CancellationToken cancellationToken) =>
            catalogue.ListAsync(tenant, CatalogueKind.Datasets, after, limit, cancellationToken))
            .WithSummary("Names of the datasets.");
        v1.MapGet("/datasets/{name}", (TenantScope tenant, string name, CancellationToken cancellationToken, int version = 0) => tenant.Dataset(name).GetAsync(version, cancellationToken))
            .WithSummary("One version of a dataset, by default the latest.");
        v1.MapPost("/datasets/{name}/versions", RegisterAsync).RequireAuthorization(label).WithMetadata(new BodyLimit(uploads.MaxManifestBytes))
            .WithSummary("Makes a version of uploaded images: a line of JSON for each, with its name and the sha256 that its upload gave.")
            .Takes("application/x-ndjson", """{"name": "cat.jpg", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""").Produces<DatasetVersion>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidDataset, ProblemTypes.QuotaExceeded);
    }

    private static async Task<IResult> UploadAsync(TenantScope tenant, HttpRequest request, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var bytes = await Bodies.ReadAsync(request, cancellationToken);
        if (bytes.Length == 0) throw new BadHttpRequestException("The body is empty; send the bytes of an image.");
        var stored = await blobs.WriteContentAsync(tenant.Prefix + "images", bytes, "", cancellationToken);
        return TypedResults.Ok(new UploadedImage(stored.Sha256, stored.Length));
    }

    private static async Task<IResult> RegisterAsync(TenantScope tenant, string name, HttpRequest request, IBlobStore blobs, Catalogue catalogue, CancellationToken cancellationToken)
    {
        var grain = tenant.Dataset(name);
        var images = Parse(await Bodies.ReadAsync(request, cancellationToken));
        await RequireUploadedAsync(tenant, images, blobs, cancellationToken);
        var manifest = DatasetManifest.Write(Assign(tenant, images));
        var blob = await blobs.WriteContentAsync($"{tenant.Prefix}datasets/{name}/manifests", manifest, ".jsonl", cancellationToken);
        var version = await grain.RegisterAsync(blob, cancellationToken);
        await catalogue.AddAsync(tenant, CatalogueKind.Datasets, name, cancellationToken);
        return TypedResults.Created($"/v1/datasets/{name}?version={version.Number}", version);
    }

    private static List<ManifestLine> Parse(byte[] body)
    {
        var lines = new List<ManifestLine>();
        int number = 0;
        foreach (var range in body.AsSpan().Split((byte)'\n'))
        {
            var line = body.AsSpan(range).Trim(" \r\t"u8);
            number++;
            if (line.Length > 0) lines.Add(ParseLine(line, number));
        }

        return lines;
    }

    // Only hashes of what the tenant has uploaded: a manifest that could name files or blobs could name those of others.
    private static ManifestLine ParseLine(ReadOnlySpan<byte> json, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<ManifestLine>(json, WireJson.Options) is { Name.Length: > 0, Sha256.Length: 2 * SHA256.HashSizeInBytes } line
                && line.Sha256.All(char.IsAsciiHexDigitLower)) return line;
            throw new InvalidDatasetException($"Line {number} of the manifest needs a name and the sha256 of an uploaded image, 64 lower-case hex digits.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDatasetException($"Line {number} of the manifest is not {{\"name\", \"sha256\"}}: {exception.Message}");
        }
    }

    private static Task RequireUploadedAsync(TenantScope tenant, List<ManifestLine> images, IBlobStore blobs, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(images, new ParallelOptions { MaxDegreeOfParallelism = Checks, CancellationToken = cancellationToken }, async (image, token) =>
        {
            if (!await blobs.ExistsAsync(BlobOf(tenant, image), token))
                throw new InvalidDatasetException($"The image '{image.Name}' ({image.Sha256}) was not uploaded; send it to /v1/images first.");
        });

    private static List<DatasetImage> Assign(TenantScope tenant, List<ManifestLine> images)
    {
        try
        {
            return [.. ImageNames.Assign(images.Select(image => image.Name)).Select(one => new DatasetImage(one.Name, one.Stem, BlobSource.Of(BlobOf(tenant, images[one.Position]))))];
        }
        catch (InputException exception)
        {
            throw new InvalidDatasetException(exception.Message);
        }
    }

    private static string BlobOf(TenantScope tenant, ManifestLine image) => $"{tenant.Prefix}images/{image.Sha256[..2]}/{image.Sha256}";
}

/// <summary>What an upload is called in manifests.</summary>
internal sealed record UploadedImage(string Sha256, long Bytes);

/// <summary>A line of a manifest as callers write it.</summary>
internal sealed record ManifestLine(string Name, string Sha256);
