using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>Whether each image of a manifest has a name and a stem of its own that every store can hold.</summary>
internal sealed class ManifestCheck(ManifestReader manifest)
{
    private readonly RepeatedTexts _names = new(StringComparer.Ordinal), _stems = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an image has metadata; known once it has run.</summary>
    public bool HasMetadata { get; private set; }

    /// <summary>The number of images.</summary>
    /// <exception cref="InvalidDatasetException">There are none, or one is not as it should be; the message names it.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (var image in manifest.ReadAsync(cancellationToken))
        {
            CheckStem(image);
            HasMetadata |= image.Metadata is not null;
            _names.Add(image.Name);
            _stems.Add(image.Stem);
            count++;
        }

        if (count == 0) throw new InvalidDatasetException("The dataset has no images; name at least one.");
        if (_names.FindSuspects() | _stems.FindSuspects()) await CompareAsync(cancellationToken);
        return count;
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        await foreach (var image in manifest.ReadAsync(cancellationToken))
        {
            if (_names.IsRepeated(image.Name)) throw new InvalidDatasetException($"The image '{image.Name}' is in the dataset twice; remove one.");
            if (_stems.IsRepeated(image.Stem)) throw new InvalidDatasetException($"The stem '{image.Stem}' of image '{image.Name}' is taken by another image; give each its own.");
        }
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
