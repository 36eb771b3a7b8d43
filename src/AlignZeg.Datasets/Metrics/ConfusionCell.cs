namespace AlignZeg.Datasets.Metrics;

/// <summary>How many pixels of one class were predicted as another.</summary>
/// <param name="Truth">The true class.</param>
/// <param name="Predicted">The predicted class; null where the prediction was no class.</param>
/// <param name="Pixels">Number of pixels, at least 1.</param>
public readonly record struct ConfusionCell(int Truth, int? Predicted, long Pixels);
