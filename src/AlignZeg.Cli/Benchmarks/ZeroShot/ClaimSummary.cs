namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What the claim comes to, in points.</summary>
/// <param name="HiouBaseCs">h of the base with calibrated stacking.</param> <param name="HiouFull">h of full AlignZeg.</param> <param name="UnseenBaseCs">U.</param> <param name="UnseenFull">U.</param>
/// <param name="GapBase">S - U of the base without correction, the oracle's taken off.</param> <param name="GapFull">Of full AlignZeg.</param>
/// <param name="Wins">Pairs of split and seed that full AlignZeg wins.</param> <param name="Pairs">All.</param>
internal sealed record ClaimSummary(double HiouBaseCs, double HiouFull, double UnseenBaseCs, double UnseenFull, double GapBase, double GapFull, int Wins, int Pairs);
