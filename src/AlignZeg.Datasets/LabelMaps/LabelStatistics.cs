namespace AlignZeg.Datasets.LabelMaps;

/// <summary>What a label map holds.</summary>
/// <param name="Classes">The classes that occur, by ascending id.</param>
/// <param name="Unlabelled">Pixels whose id is no class.</param>
public sealed record LabelStatistics(IReadOnlyList<ClassStatistics> Classes, long Unlabelled)
{
    /// <summary>Mean confidence of the unlabelled pixels, 0 to 1; null if there are none, or it is unknown.</summary>
    public double? UnlabelledConfidence { get; init; }

    /// <summary>Counts pixels and averages confidences; sums are integers, so the result does not depend on the order of pixels.</summary>
    /// <param name="labels">The map.</param>
    /// <param name="confidence">Per pixel 0..255 for 0..1, as many as the map has; empty = unknown.</param>
    /// <param name="classes">Number of classes; ids from there on count as unlabelled.</param>
    /// <exception cref="ArgumentException">The confidence map has another number of pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is not positive.</exception>
    public static LabelStatistics Of(LabelMap labels, ReadOnlySpan<byte> confidence, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        var tally = new LabelTally(classes);
        tally.Add(labels.Ids, confidence);
        return tally.ToStatistics();
    }
}
