using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>Makes the version of what an import has copied; again, it is the same version.</summary>
internal sealed class ImportClosing(ImportKey import, IBlobStore blobs, IGrainFactory grains, ImportOptions options)
{
    /// <summary>The version, listed among the tenant's datasets.</summary>
    /// <exception cref="InvalidDatasetException">There are no images.</exception>
    public async Task<DatasetVersion> RunAsync(int steps, CancellationToken cancellationToken)
    {
        using var images = new ManifestSpool(options.SpoolDirectory);
        await foreach (var image in new ImportPages(import, blobs).ReadAsync(steps, cancellationToken)) images.Add(image.Name, image.Sha256, image.Bytes);
        images.Settle();
        var manifest = await blobs.WriteManifestAsync(
            import.Dataset, images.Read().Select(image => new DatasetImage(image.Name, image.Stem, BlobSource.Of(DatasetBlobNames.ImageOf(import.Dataset.Tenant, image.Sha256)))), cancellationToken);
        var version = await grains.GetGrain<IDatasetGrain>(import.Dataset.ToString()).RegisterPartsAsync(manifest, cancellationToken);
        await blobs.WriteAsync(DatasetBlobNames.ListedAs(import.Dataset), "imported\n"u8.ToArray(), BlobCondition.IfAbsent, cancellationToken);
        return version;
    }
}
