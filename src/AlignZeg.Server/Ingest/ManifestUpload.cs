using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Server.Access;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Ingest;

/// <summary>The lines of a request's body that name uploaded images. Only hashes of what the tenant has uploaded: a manifest that could name files or blobs could name those of others.</summary>
internal sealed class ManifestUpload(IBlobStore blobs, IOptions<UploadOptions> options)
{
    private const int Checks = 16;

    /// <summary>Reads and checks line by line; a few are in memory at a time.</summary>
    /// <returns>The images, settled; there may be none.</returns>
    /// <exception cref="InvalidDatasetException">A line names no image that was uploaded, or two name theirs alike.</exception>
    /// <exception cref="BadHttpRequestException">It is too large: 413.</exception>
    public async Task<ManifestSpool> TakeAsync(TenantScope tenant, HttpRequest request, CancellationToken cancellationToken)
    {
        var images = new ManifestSpool(options.Value.SpoolDirectory);
        try
        {
            await Parallel.ForEachAsync(LinesAsync(request, cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = Checks, CancellationToken = cancellationToken }, async (image, token) =>
            {
                if (!await blobs.ExistsAsync(DatasetBlobNames.ImageOf(tenant.Tenant, image.Sha256), token))
                    throw new InvalidDatasetException($"The image '{image.Name}' ({image.Sha256}) was not uploaded; send it to /v1/images first.");
                Keep(image, images);
            });
            images.Settle();
            return images;
        }
        catch (Exception exception)
        {
            images.Dispose();
            if (exception is InputException) throw new InvalidDatasetException(exception.Message);
            throw;
        }
    }

    private static void Keep(ManifestLine image, ManifestSpool images)
    {
        images.Add(image.Name, image.Sha256);
        if (DatasetMetadata.Check(image.Name, image.Metadata) is { } metadata) images.Describe(image.Name, metadata);
    }

    private async IAsyncEnumerable<ManifestLine> LinesAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (number, line) in BodyLines.ReadAsync(request, options.Value.MaxManifestBytes, cancellationToken)) yield return Parse(line, number);
    }

    private static ManifestLine Parse(byte[] json, int number)
    {
        try
        {
            if (JsonSerializer.Deserialize<ManifestLine>(json, WireJson.Options) is { Name.Length: > 0, Sha256.Length: 2 * SHA256.HashSizeInBytes } line && line.Sha256.All(char.IsAsciiHexDigitLower)) return line;
            throw new InvalidDatasetException($"Line {number} of the manifest needs a name and the sha256 of an uploaded image, 64 lower-case hex digits.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDatasetException($"Line {number} of the manifest is not {{\"name\", \"sha256\", \"metadata\"}}: {exception.Message}");
        }
    }
}

/// <summary>A line of a manifest as callers write it.</summary>
/// <param name="Name">Of the image.</param> <param name="Sha256">That its upload gave.</param> <param name="Metadata">What else is said about it: an object, see <see cref="DatasetMetadata"/>. Default: nothing.</param>
internal sealed record ManifestLine(string Name, string Sha256, JsonElement? Metadata = null);
