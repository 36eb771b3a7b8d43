namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>How scores of seen classes are lowered: by gamma where the unseenness is above theta; without an indicator everywhere, which is calibrated stacking (in logits).</summary>
internal readonly record struct ScoreCorrection(double Gamma, double Theta = -1)
{
    public static readonly ScoreCorrection None = new(0);
}
