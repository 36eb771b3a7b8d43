using System.Globalization;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>How a manifest is checked and cut into shards.</summary>
internal static class DatasetShards
{
    /// <summary>Blob name of the manifest of one shard.</summary>
    public static string NameOf(DatasetKey dataset, DatasetVersion version, int shard) => string.Create(
        CultureInfo.InvariantCulture, $"tenants/{dataset.Tenant}/datasets/{dataset.Name}/{version.Hash}-{version.ShardSize}/{shard:D6}.jsonl");

    /// <summary>Gives the images back if each has a name and a stem of its own that every store can hold.</summary>
    /// <exception cref="InvalidDatasetException">They do not; the message names the image.</exception>
    public static IReadOnlyList<DatasetImage> Check(IReadOnlyList<DatasetImage> images)
    {
        if (images.Count == 0) throw new InvalidDatasetException("The dataset has no images; name at least one.");
        var (names, stems) = (new HashSet<string>(images.Count), new HashSet<string>(images.Count, StringComparer.OrdinalIgnoreCase));
        foreach (var image in images)
        {
            if (!names.Add(image.Name)) throw new InvalidDatasetException($"The image '{image.Name}' is in the dataset twice; remove one.");
            if (!stems.Add(image.Stem)) throw new InvalidDatasetException($"The stem '{image.Stem}' of image '{image.Name}' is taken by another image; give each its own.");
            CheckStem(image);
        }

        return images;
    }

    private static void CheckStem(DatasetImage image)
    {
        try
        {
            BlobName.Check($"masks/{image.Stem}.png");
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDatasetException($"The stem of image '{image.Name}' cannot name a file: {exception.Message}");
        }
    }
}
