using System.Globalization;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>Where a tenant's images and manifests are in the storage.</summary>
public static class DatasetBlobNames
{
    /// <summary>What images are written under, by their hashes; without a slash at its end.</summary>
    public static string ImagesOf(string tenant) => $"tenants/{tenant}/images";

    /// <summary>An image by the hash of its bytes.</summary>
    public static string ImageOf(string tenant, string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return $"{ImagesOf(tenant)}/{sha256[..2]}/{sha256}";
    }

    /// <summary>What a dataset's manifests are written under, by their hashes.</summary>
    public static string ManifestsOf(DatasetKey dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return $"tenants/{dataset.Tenant}/datasets/{dataset.Name}/manifests";
    }

    /// <summary>The manifest of one shard of a version.</summary>
    public static string ShardOf(DatasetKey dataset, DatasetVersion version, int shard)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(version);
        return string.Create(CultureInfo.InvariantCulture, $"tenants/{dataset.Tenant}/datasets/{dataset.Name}/{version.Hash}-{version.ShardSize}/{shard:D6}.jsonl");
    }

    /// <summary>The metadata of one shard's images, see <see cref="DatasetMetadata"/>; there only if one of them has some.</summary>
    public static string MetadataOf(DatasetKey dataset, DatasetVersion version, int shard) => Path.ChangeExtension(ShardOf(dataset, version, shard), ".metadata.jsonl");

    /// <summary>The blob that puts a dataset into the list of its tenant.</summary>
    public static string ListedAs(DatasetKey dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return $"tenants/{dataset.Tenant}/catalogue/datasets/{dataset.Name}";
    }
}
