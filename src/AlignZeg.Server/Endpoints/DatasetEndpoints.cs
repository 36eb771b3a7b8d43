using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Ingest;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Endpoints;

/// <summary>Images are uploaded first, each under the hash of its bytes, as often as one likes; a dataset's version then names them.</summary>
internal static class DatasetEndpoints
{
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
        v1.MapPost("/datasets/{name}/versions", RegisterAsync).RequireAuthorization(label).WithMetadata(new BodyLimit(Math.Max(uploads.MaxManifestBytes, uploads.MaxArchiveBytes)))
            .WithSummary("Makes a version, or answers with the one that has the same images, also if others came since (latest is what jobs take that name none): of uploaded images (a line of JSON for each, with its name, the sha256 that its upload gave, and perhaps metadata: an object of up to 8 KiB that results have again), or of the images in a zip, tar or tar.gz, where a metadata.jsonl as Hugging Face's ImageFolder has it may say such metadata, and in a tar the .json, .txt and .cls of a WebDataset; or of the files of a form; or, where the operator has turned on Uploads:Tables (else 415), in a Parquet table as Hugging Face has it, whose other columns are their metadata, also as a file of a form.")
            .Takes("application/x-ndjson", """{"name": "cat.jpg", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""").Produces<RegisteredVersion>(StatusCodes.Status201Created)
            .AlsoTakes("application/zip", "application/x-tar", "application/gzip", "application/vnd.apache.parquet", "multipart/form-data").MayAnswer(ProblemTypes.InvalidDataset, ProblemTypes.QuotaExceeded);
    }

    private static async Task<IResult> UploadAsync(TenantScope tenant, HttpRequest request, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var bytes = await Bodies.ReadAsync(request, cancellationToken);
        if (bytes.Length == 0) throw new BadHttpRequestException("The body is empty; send the bytes of an image.");
        var stored = await blobs.WriteContentAsync(DatasetBlobNames.ImagesOf(tenant.Tenant), bytes, "", cancellationToken);
        return TypedResults.Ok(new UploadedImage(stored.Sha256, stored.Length));
    }

    private static async Task<IResult> RegisterAsync(
        TenantScope tenant, string name, HttpRequest request, DatasetUpload upload, ManifestUpload manifests, DatasetRegister register, CancellationToken cancellationToken)
    {
        var key = new DatasetKey(tenant.Tenant, name); // before anything is read: a name that may not be one costs nothing
        if (await DatasetBodies.KindOfAsync(request, cancellationToken) is var kind && kind != DatasetBodyKind.Manifest)
        {
            using var taken = await upload.TakeAsync(tenant, request, kind, cancellationToken);
            return await CreatedAsync(tenant, name, await register.AddAsync(tenant, key, taken.Images, cancellationToken), taken.Report, cancellationToken);
        }

        using var images = await manifests.TakeAsync(tenant, request, cancellationToken);
        return await CreatedAsync(tenant, name, await register.AddAsync(tenant, key, images, cancellationToken), null, cancellationToken);
    }

    private static async Task<Created<RegisteredVersion>> CreatedAsync(TenantScope tenant, string name, DatasetVersion version, IngestReport? ingest, CancellationToken cancellationToken)
    {
        int latest = (await tenant.Dataset(name).GetAsync(cancellationToken: cancellationToken)).Number;
        return TypedResults.Created(
            $"/v1/datasets/{name}?version={version.Number}", new RegisteredVersion(version.Number, version.Hash, version.Images, version.ShardSize, version.HasMetadata, latest, ingest));
    }
}

/// <summary>What an upload is called in manifests.</summary>
internal sealed record UploadedImage(string Sha256, long Bytes);

/// <summary>A version of a dataset, and what became of the files that it was made of.</summary>
/// <param name="Number">Of the version; that of an earlier one if the same images were registered before.</param> <param name="Hash">Of its manifest.</param> <param name="Images">How many.</param>
/// <param name="ShardSize">Images per part of a job.</param> <param name="HasMetadata">Whether one of them has metadata.</param> <param name="Latest">Number of the latest version, which jobs take that name none.</param> <param name="Ingest">Of archives.</param>
internal sealed record RegisteredVersion(int Number, string Hash, int Images, int ShardSize, bool HasMetadata, int Latest, IngestReport? Ingest);
