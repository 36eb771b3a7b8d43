namespace AlignZeg.Datasets.LabelMaps;

/// <summary>How much a person should look at an image before others, from its scores alone. Ours; not yet measured beside other figures.</summary>
public static class LabelUncertainty
{
    /// <summary>The mean over the areas of a map, one per label in it, of one less their mean confidence: a small object counts as much as a large one, as in mean IoU.</summary>
    /// <param name="labels">Any labels; pixels without a class are an area, too.</param>
    /// <param name="confidence">Per pixel 0..255 for 0..1.</param>
    /// <returns>0 to 1, four decimals. The same for the same scores, whatever the thresholds of a vocabulary make of them, but for what moves between areas.</returns>
    /// <exception cref="ArgumentException">No pixels, or another number of confidences.</exception>
    public static double Of(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence)
    {
        if (labels.IsEmpty || labels.Length != confidence.Length) throw new ArgumentException($"A map of {labels.Length} pixels needs as many confidences, and at least one; there are {confidence.Length}.", nameof(confidence));
        var (pixels, sums) = (new int[ushort.MaxValue + 1], new long[ushort.MaxValue + 1]);
        for (int i = 0; i < labels.Length; i++)
        {
            pixels[labels[i]]++;
            sums[labels[i]] += confidence[i];
        }

        return Of(Enumerable.Range(0, pixels.Length).Where(label => pixels[label] > 0).Select(label => sums[label] / (255.0 * pixels[label])));
    }

    /// <summary>The same of a map that was looked at already; its unlabelled pixels are one area.</summary>
    /// <exception cref="ArgumentException">It was looked at without confidences.</exception>
    public static double Of(LabelStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var means = statistics.Classes.Select(one => one.MeanConfidence).Concat(statistics.Unlabelled > 0 ? [statistics.UnlabelledConfidence] : []);
        return Of(means.Select(mean => mean ?? throw new ArgumentException("The statistics are without confidences.", nameof(statistics))));
    }

    private static double Of(IEnumerable<double> means)
    {
        var (certain, areas) = (0.0, 0);
        foreach (double mean in means) (certain, areas) = (certain + mean, areas + 1);
        return Math.Round(1 - certain / areas, 4);
    }
}
