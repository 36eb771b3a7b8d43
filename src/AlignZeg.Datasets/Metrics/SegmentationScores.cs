using System.Text.Json.Serialization;

namespace AlignZeg.Datasets.Metrics;

/// <summary>
/// The scores of semantic segmentation as mmsegmentation defines them, as fractions: areas are summed over all images first, then divided. A mean leaves out
/// classes whose value is undefined; null means that nothing was defined.
/// </summary>
public sealed record SegmentationScores
{
    /// <summary>Per class, by id.</summary>
    [JsonPropertyName("classes")] public required IReadOnlyList<ClassScores> Classes { get; init; }

    /// <summary>Mean IoU over all classes. A class that is predicted but nowhere true counts as 0.</summary>
    [JsonPropertyName("miou")] public double? MeanIou { get; init; }

    /// <summary>Mean IoU over the seen classes.</summary>
    [JsonPropertyName("miou_seen")] public double? MeanIouSeen { get; init; }

    /// <summary>Mean IoU over the unseen classes.</summary>
    [JsonPropertyName("miou_unseen")] public double? MeanIouUnseen { get; init; }

    /// <summary>Harmonic mean of the two, 0 if both are 0; null if one is.</summary>
    [JsonPropertyName("hiou")] public double? HarmonicIou { get; init; }

    /// <summary>Share of the pixels with known truth that were predicted right.</summary>
    [JsonPropertyName("pixel_accuracy")] public double? PixelAccuracy { get; init; }

    /// <summary>Mean over the classes of the share that was found.</summary>
    [JsonPropertyName("mean_accuracy")] public double? MeanAccuracy { get; init; }

    /// <summary>Mean Dice coefficient over all classes.</summary>
    [JsonPropertyName("mean_dice")] public double? MeanDice { get; init; }

    /// <summary>Mean IoU weighted by how much of the truth each class covers.</summary>
    [JsonPropertyName("frequency_weighted_iou")] public double? FrequencyWeightedIou { get; init; }

    /// <summary>Mean IoU over the classes that are somewhere true: another convention, for comparison.</summary>
    [JsonPropertyName("miou_truth_present")] public double? MeanIouTruthPresent { get; init; }

    /// <summary>Computes all scores.</summary>
    /// <param name="matrix">What was counted.</param>
    /// <param name="split">Seen and unseen classes; null = none.</param>
    /// <exception cref="ArgumentException">The split names a class that the matrix does not have.</exception>
    public static SegmentationScores Of(ConfusionMatrix matrix, ClassSplit? split = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        split ??= ClassSplit.None;
        if (split.Seen.Concat(split.Unseen).FirstOrDefault(id => id >= matrix.Classes, -1) is >= 0 and var unknown)
            throw new ArgumentException($"The split names class {unknown}, there are {matrix.Classes}.", nameof(split));
        var classes = Areas(matrix);
        var truth = classes.Sum(c => c.TruthPixels);
        var (seen, unseen) = (Mean(split.Seen.Select(id => classes[id].Iou)), Mean(split.Unseen.Select(id => classes[id].Iou)));
        return new SegmentationScores
        {
            Classes = classes,
            MeanIou = Mean(classes.Select(c => c.Iou)),
            MeanIouSeen = seen,
            MeanIouUnseen = unseen,
            HarmonicIou = Harmonic(seen, unseen),
            PixelAccuracy = truth == 0 ? null : (double)classes.Sum(c => c.Intersection) / truth,
            MeanAccuracy = Mean(classes.Select(c => c.Accuracy)),
            MeanDice = Mean(classes.Select(c => c.Dice)),
            FrequencyWeightedIou = truth == 0 ? null : classes.Sum(c => c.TruthPixels * (c.Iou ?? 0)) / truth,
            MeanIouTruthPresent = Mean(classes.Where(c => c.TruthPixels > 0).Select(c => c.Iou)),
        };
    }

    /// <summary>hIoU: the harmonic mean of two values that are not negative, 0 if both are 0; null if one is.</summary>
    public static double? Harmonic(double? seen, double? unseen) => (seen, unseen) is ({ } s, { } u) ? Harmonic(s, u) : null;

    /// <summary>The same of two values that are there.</summary>
    public static double Harmonic(double seen, double unseen) => seen + unseen > 0 ? 2 * seen * unseen / (seen + unseen) : 0;

    private static ClassScores[] Areas(ConfusionMatrix matrix)
    {
        var (intersection, truth, predicted) = (new long[matrix.Classes], new long[matrix.Classes], new long[matrix.Classes]);
        foreach (var cell in matrix.Cells)
        {
            truth[cell.Truth] += cell.Pixels;
            if (cell.Predicted is not { } id) continue;
            predicted[id] += cell.Pixels;
            if (id == cell.Truth) intersection[id] += cell.Pixels;
        }

        return [.. Enumerable.Range(0, matrix.Classes).Select(c => new ClassScores(c, intersection[c], truth[c], predicted[c]))];
    }

    /// <summary>The mean of what is defined; null if nothing is.</summary>
    private static double? Mean(IEnumerable<double?> values) => values.Average();
}
