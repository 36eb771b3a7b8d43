using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Rows × splits × seeds at region level. Numbers are picked with a companion that was trained without some of the seen classes, on scenes that no figure is from.</summary>
/// <param name="data">All regions.</param> <param name="steps">Of every training.</param> <param name="backgroundAccuracy">That every row is given, 0..1.</param>
/// <param name="stops">Numbers of steps among which rows that are stopped early have theirs picked.</param>
internal sealed class RegionStudy(RegionData data, int steps, double backgroundAccuracy, IReadOnlyList<int> stops)
{
    private static readonly double[] Gammas = [.. Enumerable.Range(0, 21).Select(i => i * .25)];
    private static readonly double[] Thetas = [.1, .3, .5, .7, .9];

    /// <summary>Trains and measures a row.</summary>
    public RegionResult Run(RegionRow row, IReadOnlyList<bool> seen, int split, int seed, CancellationToken cancellationToken)
    {
        var recipe = row.Recipe with { Losses = row.Recipe.Losses with { Steps = steps, Seed = seed } };
        int? stop = row.StopsEarly ? StepsOf(recipe, seen, cancellationToken) : null;
        if (stop is { } count) recipe = recipe.After(count);
        var (stacking, correction) = Pick(recipe, seen, cancellationToken);
        bool[] labelled = [.. seen.Select(known => known || row.Oracle)];
        using var model = RegionClassifier.Train(data.Training, labelled, data, data.Temperature, recipe, cancellationToken);
        var (calibration, test) = (model.Score(data.Calibration, data.Text), model.Score(data.Test, data.Text));
        RegionFigures At(ScoreCorrection how, bool own) => RegionScoring.Measure(Flat(test, own), data.Test.Labels, seen, how,
            RegionScoring.BackgroundBias(Flat(calibration, own), data.Calibration.Labels, seen, how, backgroundAccuracy));
        CurvePoint[] curve = [.. Gammas.Select(gamma => (Gamma: gamma, Figures: At(new(gamma), false))).Select(point => new CurvePoint(point.Gamma, point.Figures.Seen, point.Figures.Unseen))];
        return new(row.Name, split, seed, At(ScoreCorrection.None, false), At(stacking, false), stacking.Gamma,
            correction is { } own ? At(own, true) : null, correction, RegionScoring.Auroc(test, data.Test.Labels, seen), curve, stop);
    }

    /// <summary>After how many steps a row that is stopped early ends.</summary>
    public int StepsOf(RegionRecipe recipe, IReadOnlyList<bool> seen, CancellationToken cancellationToken) =>
        EarlyStop.Pick(HeldOutRegions.Of(data.Training.Under(seen), seen.Count(known => known)), [.. Enumerable.Range(0, seen.Count).Where(i => seen[i]).SelectMany(i => data.Of(i).ToArray())], data.Temperature, recipe, stops, cancellationToken);

    /// <summary>The held-out classes that numbers are picked on: a quarter of the seen ones.</summary>
    public static bool[] Kept(IReadOnlyList<bool> seen, int seed) =>
        [.. SupervisionOptions.WithoutAQuarter(seen.Count(known => known), seed).Apply(seen)];

    /// <summary>Gamma, and theta where there is an indicator, best for h of a companion that was not given the masks of held-out seen classes. Unseen classes are in no vocabulary and no region here.</summary>
    public (ScoreCorrection Stacking, ScoreCorrection? Own) Pick(RegionRecipe recipe, IReadOnlyList<bool> seen, CancellationToken cancellationToken)
    {
        bool[] kept = Kept(seen, recipe.Losses.Seed);
        int[] columns = [.. Enumerable.Range(0, seen.Count).Where(i => seen[i])];
        bool[] labelled = [.. columns.Select(i => kept[i])];
        var calibration = data.Calibration.Under(seen).Where(label => label != RegionSet.Unlabelled);
        float[] text = [.. columns.SelectMany(i => data.Of(i).ToArray())];
        using var companion = RegionClassifier.Train(data.Training, kept, data, data.Temperature, recipe, cancellationToken);
        var logits = companion.Score(calibration, text);
        double Harmonic(ScoreCorrection how, bool own) => RegionScoring.Measure(Flat(logits, own), calibration.Labels, labelled, how,
            RegionScoring.BackgroundBias(Flat(logits, own), calibration.Labels, labelled, how, backgroundAccuracy)).Harmonic;
        var stacking = Gammas.Select(gamma => new ScoreCorrection(gamma)).MaxBy(how => Harmonic(how, false));
        if (logits.Unseenness.Length == 0) return (stacking, null);
        return (stacking, Thetas.SelectMany(theta => Gammas.Select(gamma => new ScoreCorrection(gamma, theta))).Append(stacking).MaxBy(how => Harmonic(how, true)));
    }

    private static RegionLogits Flat(RegionLogits logits, bool own) => own ? logits : logits with { Unseenness = [] };
}
