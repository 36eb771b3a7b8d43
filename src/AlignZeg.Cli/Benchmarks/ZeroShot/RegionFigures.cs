namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Recognition of regions, in percent, at the background accuracy that all rows share.</summary>
/// <param name="Seen">S, mean over seen classes of the share of regions that are recognised.</param> <param name="Unseen">U, the same of unseen classes.</param>
/// <param name="Background">Share of background regions recognised.</param>
/// <param name="ToSeen">Share of unseen objects called a seen class.</param> <param name="ToBackground">Share of unseen objects called background.</param>
internal sealed record RegionFigures(double Seen, double Unseen, double Background, double ToSeen, double ToBackground)
{
    /// <summary>h, harmonic mean of the two.</summary>
    public double Harmonic => Seen + Unseen > 0 ? 2 * Seen * Unseen / (Seen + Unseen) : 0;

    /// <summary>S - U.</summary>
    public double Gap => Seen - Unseen;
}
