using System.Text.Json.Serialization;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>One training of one row.</summary>
/// <param name="Row">Its name.</param> <param name="Split">Index.</param> <param name="Seed">Of the training.</param>
/// <param name="Plain">Nothing corrected.</param> <param name="Stacked">With calibrated stacking.</param> <param name="Gamma">Of the stacking.</param>
/// <param name="Corrected">With the row's own correction (PBC), or null.</param> <param name="Picked">Its numbers.</param> <param name="Auroc">Of its indicator.</param>
/// <param name="Curve">Of calibrated stacking on the test scenes, to look at: nothing is picked by it; null where it was not measured.</param> <param name="Steps">Of classification, where they were picked too.</param>
internal sealed record RegionResult(string Row, int Split, int Seed, RegionFigures Plain, RegionFigures Stacked, double Gamma, RegionFigures? Corrected, ScoreCorrection? Picked, double? Auroc,
    IReadOnlyList<CurvePoint>? Curve = null, int? Steps = null)
{
    /// <summary>h at the gamma of the curve that suits the test scenes best, their unseen classes too: what no way to pick gamma could beat, on this grid. Null without a curve.</summary>
    [JsonIgnore]
    public double? MostByStacking => Curve?.Max(point => point.Harmonic);
}

/// <summary>A point of the S-U curve.</summary>
/// <param name="Gamma">Of calibrated stacking.</param> <param name="Seen">S.</param> <param name="Unseen">U.</param>
internal readonly record struct CurvePoint(double Gamma, double Seen, double Unseen)
{
    /// <summary>h, harmonic mean of the two.</summary>
    [JsonIgnore]
    public double Harmonic => SegmentationScores.Harmonic(Seen, Unseen);
}
