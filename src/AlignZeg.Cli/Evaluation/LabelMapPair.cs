using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Evaluation;

/// <summary>A prediction and its truth.</summary>
/// <param name="Prediction">Path of the label map.</param> <param name="Truth">Path of the true one, or what messages call it.</param>
/// <param name="Made">Makes the true map of annotations, in classes; null where <paramref name="Truth"/> is a file of ids.</param>
internal sealed record LabelMapPair(string Prediction, string Truth, Func<LabelMap>? Made = null);
