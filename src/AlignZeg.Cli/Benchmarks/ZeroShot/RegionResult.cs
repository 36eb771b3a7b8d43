namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>One training of one row.</summary>
/// <param name="Row">Its name.</param> <param name="Split">Index.</param> <param name="Seed">Of the training.</param>
/// <param name="Plain">Nothing corrected.</param> <param name="Stacked">With calibrated stacking.</param> <param name="Gamma">Of the stacking.</param>
/// <param name="Corrected">With the row's own correction (PBC), or null.</param> <param name="Picked">Its numbers.</param> <param name="Auroc">Of its indicator.</param>
internal sealed record RegionResult(string Row, int Split, int Seed, RegionFigures Plain, RegionFigures Stacked, double Gamma, RegionFigures? Corrected, ScoreCorrection? Picked, double? Auroc);
