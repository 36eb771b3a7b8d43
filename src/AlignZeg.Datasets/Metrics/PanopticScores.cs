using System.Text.Json.Serialization;

namespace AlignZeg.Datasets.Metrics;

/// <summary>Means over categories that occur, as fractions; null if none does. They are means of their own: SQ times RQ is not PQ.</summary>
/// <param name="Quality">PQ.</param> <param name="SegmentationQuality">SQ.</param> <param name="RecognitionQuality">RQ.</param> <param name="Categories">Number of categories.</param>
public sealed record PanopticScores(
    [property: JsonPropertyName("pq")] double? Quality,
    [property: JsonPropertyName("sq")] double? SegmentationQuality,
    [property: JsonPropertyName("rq")] double? RecognitionQuality,
    [property: JsonPropertyName("n")] int Categories)
{
    /// <summary>The means.</summary>
    public static PanopticScores Of(IEnumerable<PanopticCounts> categories)
    {
        var found = categories.Where(c => c.Quality is not null).ToList();
        return new(found.Average(c => c.Quality), found.Average(c => c.SegmentationQuality), found.Average(c => c.RecognitionQuality), found.Count);
    }
}
