using System.Text.Json.Serialization;

namespace AlignZeg.Datasets.Metrics;

/// <summary>The areas of one class, summed over all images, in pixels.</summary>
/// <param name="Class">The class id.</param>
/// <param name="Intersection">Pixels that are the class and were predicted so.</param>
/// <param name="TruthPixels">Pixels that are the class.</param>
/// <param name="PredictedPixels">Pixels predicted as the class where the truth is known.</param>
public sealed record ClassScores(
    [property: JsonPropertyName("class")] int Class,
    [property: JsonPropertyName("intersection")] long Intersection,
    [property: JsonPropertyName("truth_pixels")] long TruthPixels,
    [property: JsonPropertyName("predicted_pixels")] long PredictedPixels)
{
    /// <summary>Pixels that are the class or were predicted so.</summary>
    [JsonPropertyName("union")] public long Union => TruthPixels + PredictedPixels - Intersection;

    /// <summary>Intersection over union, 0..1; null if the class is in neither map; 0 if it was predicted and is nowhere.</summary>
    [JsonPropertyName("iou")] public double? Iou => Union == 0 ? null : (double)Intersection / Union;

    /// <summary>Share of the class that was found, 0..1; null if the class is nowhere.</summary>
    [JsonPropertyName("accuracy")] public double? Accuracy => TruthPixels == 0 ? null : (double)Intersection / TruthPixels;

    /// <summary>Twice the intersection over the sum of both areas, 0..1; null if the class is in neither map.</summary>
    [JsonPropertyName("dice")] public double? Dice => TruthPixels + PredictedPixels == 0 ? null : 2.0 * Intersection / (TruthPixels + PredictedPixels);
}
