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

        double certain = 0;
        int areas = 0;
        for (int label = 0; label < pixels.Length; label++)
        {
            if (pixels[label] == 0) continue;
            certain += sums[label] / (255.0 * pixels[label]);
            areas++;
        }

        return Math.Round(1 - certain / areas, 4);
    }
}
