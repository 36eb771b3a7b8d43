using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Figures of a row in percent: recognition of regions at the background accuracy that all rows share, or, of the full network, mean IoU and pixels.</summary>
/// <param name="Seen">S, mean over seen classes of the share of regions that are recognised, or of IoU.</param> <param name="Unseen">U, the same of unseen classes.</param>
/// <param name="Background">Share of background regions, or pixels, recognised.</param>
/// <param name="ToSeen">Share of unseen objects, or of their pixels, called a seen class.</param> <param name="ToBackground">The share called background.</param>
/// <param name="Recall">Share of unseen objects that a mask fits; null for regions, which are given.</param>
internal sealed record RegionFigures(double Seen, double Unseen, double Background, double ToSeen, double ToBackground, double? Recall = null)
{
    /// <summary>h, harmonic mean of the two.</summary>
    public double Harmonic => SegmentationScores.Harmonic(Seen, Unseen);

    /// <summary>S - U.</summary>
    public double Gap => Seen - Unseen;
}
