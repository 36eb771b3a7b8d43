using System.Text.Json.Serialization;

namespace AlignZeg.Datasets.Metrics;

/// <summary>The segments of one category, over all images.</summary>
/// <param name="Category">Its id.</param> <param name="Matched">True segments that a prediction matches.</param>
/// <param name="Spurious">Predicted segments without a match.</param> <param name="Missed">True segments without one.</param>
/// <param name="IouSum">Of the matches.</param>
public sealed record PanopticCounts(
    [property: JsonPropertyName("category")] int Category,
    [property: JsonPropertyName("tp")] int Matched,
    [property: JsonPropertyName("fp")] int Spurious,
    [property: JsonPropertyName("fn")] int Missed,
    [property: JsonPropertyName("iou_sum")] double IouSum)
{
    /// <summary>PQ, panoptic quality: sum of IoU / (TP + FP/2 + FN/2); null if the category is nowhere.</summary>
    [JsonPropertyName("pq")] public double? Quality => Whole == 0 ? null : IouSum / Whole;

    /// <summary>SQ, segmentation quality: mean IoU of the matches; 0 without any, null if the category is nowhere.</summary>
    [JsonPropertyName("sq")] public double? SegmentationQuality => Whole == 0 ? null : Matched == 0 ? 0 : IouSum / Matched;

    /// <summary>RQ, recognition quality: TP / (TP + FP/2 + FN/2); null if the category is nowhere.</summary>
    [JsonPropertyName("rq")] public double? RecognitionQuality => Whole == 0 ? null : Matched / Whole;

    private double Whole => Matched + .5 * Spurious + .5 * Missed;
}
