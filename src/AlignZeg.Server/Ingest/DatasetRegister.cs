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
    /// <param name="tenant">Whose.</param> <param name="dataset">Of which it is a version.</param> <param name="images">Settled.</param> <param name="cancellationToken">Stops between parts of the manifest.</param>
    /// <exception cref="InvalidDatasetException">There are none.</exception>
    public async Task<DatasetVersion> AddAsync(TenantScope tenant, DatasetKey dataset, ManifestSpool images, CancellationToken cancellationToken)
    {
        var manifest = await blobs.WriteManifestAsync(
            dataset, images.Read().Select(image => new DatasetImage(image.Name, image.Stem, BlobSource.Of(DatasetBlobNames.ImageOf(dataset.Tenant, image.Sha256)), Metadata: image.Metadata)), cancellationToken);
        var version = await tenant.Dataset(dataset.Name).RegisterPartsAsync(manifest, cancellationToken);
        await catalogue.AddAsync(tenant, CatalogueKind.Datasets, dataset.Name, cancellationToken);
        return version;
    }
}
