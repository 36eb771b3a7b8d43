namespace AlignZeg.Datasets.LabelMaps;

/// <summary>How much of an image one class covers.</summary>
/// <param name="Class">The class id.</param>
/// <param name="Pixels">Pixels with that label, at least 1.</param>
/// <param name="MeanConfidence">Mean confidence of those pixels, 0..1; null without a confidence map.</param>
public sealed record ClassStatistics(int Class, long Pixels, double? MeanConfidence);
