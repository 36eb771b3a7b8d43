using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Reviews;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Reviews;

/// <summary>What a model made of an image beside what a person says it is. Pure.</summary>
/// <param name="classes">Of the vocabulary, background included.</param>
/// <param name="background">Its id; null = there is none.</param>
internal sealed class ConfidenceMeasure(int classes, int? background)
{
    private readonly ushort _ignore = LabelMap.IgnoreFor(classes);

    /// <summary>Counts the pixels of which somebody said what they are.</summary>
    /// <param name="found">By the model; pixels without a class, and those that nothing claims where there is no background, are known and given nothing.</param>
    /// <param name="truth">In ids of the vocabulary.</param>
    /// <exception cref="ImageRejectedException">They are of different numbers of pixels.</exception>
    public ConfidenceCounts Count(SegmentedImage found, LabelMap truth)
    {
        if (found.Labels.Length != truth.Ids.Length)
            throw new ImageRejectedException("size_differs", $"The image has {found.Labels.Length} pixels, its reviewed label map {truth.Ids.Length}; it was replaced since, review it again.");
        var counts = new ConfidenceCounts();
        for (int i = 0; i < truth.Ids.Length; i++)
        {
            if (truth.Ids[i] == _ignore) continue;
            counts.Known++;
            if (IdOf(found.Labels[i]) is { } id) counts.Add(id, found.Confidence[i], id == truth.Ids[i]);
        }

        return counts;
    }

    // Positions in the classifier are ids without the background's.
    private int? IdOf(ushort label) => label switch
    {
        SegmentedImage.Abstained => null,
        SegmentedImage.Unclaimed => background,
        _ => label + (background <= label ? 1 : 0),
    };
}
