using AlignZeg.Cli.Calibration;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What was picked with a companion.</summary>
/// <param name="Stacking">Of calibrated stacking.</param> <param name="Own">Of the row's own correction, or null where it has none.</param>
internal sealed record NetworkPick(SweepPoint Stacking, SweepPoint? Own)
{
    /// <summary>No correction at all.</summary>
    public static NetworkPick Nothing { get; } = new(SweepPoint.Nothing, null);
}
