using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Server.Access;
using AlignZeg.Server.Endpoints;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Ingest;

/// <summary>Makes versions of datasets out of images that are stored.</summary>
internal sealed class DatasetRegister(IBlobStore blobs, Catalogue catalogue)
{
    /// <summary>The version of these images; the same images under the same names, with the same metadata, are the same version.</summary>
    /// <exception cref="InvalidDatasetException">Two have one name, or there are none.</exception>
    public async Task<DatasetVersion> AddAsync(TenantScope tenant, DatasetKey dataset, IReadOnlyList<NamedImage> images, CancellationToken cancellationToken)
    {
        var manifest = await ManifestParts.WriteAsync(
            Assign(dataset.Tenant, images), (_, part) => blobs.WriteContentAsync(DatasetBlobNames.ManifestsOf(dataset), part, ".jsonl", cancellationToken));
        var version = await tenant.Dataset(dataset.Name).RegisterPartsAsync(manifest, cancellationToken);
        await catalogue.AddAsync(tenant, CatalogueKind.Datasets, dataset.Name, cancellationToken);
        return version;
    }

    private static IEnumerable<DatasetImage> Assign(string tenant, IReadOnlyList<NamedImage> images)
    {
        try
        {
            return ImageNames.Assign(images.Select(image => image.Name))
                .Select(one => new DatasetImage(one.Name, one.Stem, BlobSource.Of(DatasetBlobNames.ImageOf(tenant, images[one.Position].Sha256)), Metadata: images[one.Position].Metadata));
        }
        catch (InputException exception)
        {
            throw new InvalidDatasetException(exception.Message);
        }
    }
}
