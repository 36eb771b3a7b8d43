using AlignZeg.Cli.Calibration;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Rows x splits x seeds of the full network. Gamma and theta are picked once per row and split, with a companion that was trained without some of the seen classes.</summary>
/// <param name="scenes">All of them.</param> <param name="cells">What was trained and measured before.</param> <param name="plan">Numbers.</param>
/// <param name="clip">Bundle whose CLIP is frozen.</param> <param name="templates">In which it reads names.</param>
internal sealed class NetworkStudy(NetworkScenes scenes, NetworkCells cells, NetworkPlan plan, string clip, IReadOnlyList<string> templates)
{
    private const int CompanionSeed = 1;

    private IReadOnlyList<string> Names => [.. scenes.World.Materials.Select(material => material.Name)];

    /// <summary>Trains and measures a row, or takes what was kept of it; null where another process is at it.</summary>
    public RegionResult? Run(NetworkRow row, IReadOnlyList<bool> seen, int split, int seed, CancellationToken cancellationToken)
    {
        var picked = row.Oracle ? NetworkPick.Nothing : Pick(row, seen, cancellationToken);
        if (picked is null) return null;
        var recipe = row.RecipeOf(plan, templates, seed);
        var kept = cells.Get(recipe, seen, "figures", cell => Measure(Train(recipe, seen, cell, cancellationToken), seen, recipe.Supervision.Apply(seen), picked, cancellationToken));
        return kept is null ? null : kept with { Row = row.Name, Split = split, Seed = seed };
    }

    /// <summary>Gamma, and theta where there is an indicator, best for h of the companion.</summary>
    public NetworkPick? Pick(NetworkRow row, IReadOnlyList<bool> seen, CancellationToken cancellationToken)
    {
        var recipe = row.RecipeOf(plan, templates, CompanionSeed);
        recipe = recipe with { Supervision = new() { HeldOut = Math.Max(1, seen.Count(known => known) / 4), HeldOutSeed = CompanionSeed } };
        return cells.Get(recipe, seen, "picked", cell =>
        {
            string bundle = Train(recipe, seen, cell, cancellationToken);
            using var reading = new NetworkReading(bundle, NetworkJudge.OfHeldOut(Names, seen, recipe.Supervision.Apply(seen)), scenes.Calibration, cancellationToken);
            double claim = reading.PickClaim(cancellationToken);
            var points = SweepPoint.GridFor(recipe.AlignZeg.Correction).Select(point => (Point: point, reading.At(point, claim, cancellationToken).Harmonic)).ToArray();
            SweepPoint Best(string kind) => points.Where(point => point.Point.Kind == SweepPoint.None || point.Point.Kind == kind).MaxBy(point => point.Harmonic).Point;
            bool indicated = recipe.AlignZeg.Correction.Indicator != IndicatorInput.Off;
            return new NetworkPick(Best(SweepPoint.Stacking), indicated ? Best(SweepPoint.KindOf(recipe.AlignZeg.Correction.Mode)) : null);
        });
    }

    private RegionResult Measure(string bundle, IReadOnlyList<bool> seen, IReadOnlyList<bool> labelled, NetworkPick picked, CancellationToken cancellationToken)
    {
        double claim;
        using (var calibration = new NetworkReading(bundle, NetworkJudge.OfHeldOut(Names, seen, [.. seen.Zip(labelled, (s, l) => s && l)]), scenes.Calibration, cancellationToken))
            claim = calibration.PickClaim(cancellationToken);
        using var reading = new NetworkReading(bundle, NetworkJudge.Of(Names, seen), scenes.Test, cancellationToken);
        RegionFigures At(SweepPoint point) => reading.At(point, claim, cancellationToken);
        return new("", 0, 0, At(new(SweepPoint.None, null, 0)), At(picked.Stacking), picked.Stacking.Gamma, picked.Own is { } own ? At(own) : null,
            picked.Own is { } correction ? new(correction.Gamma, correction.Theta ?? -1) : null, reading.Auroc());
    }

    /// <summary>Trains into the cell unless a whole model lies there already.</summary>
    /// <returns>Folder of the bundle.</returns>
    private string Train(TrainingRecipe recipe, IReadOnlyList<bool> seen, string cell, CancellationToken cancellationToken)
    {
        string bundle = Path.Combine(cell, "model"), unfinished = bundle + ".part";
        if (Directory.Exists(bundle)) return bundle;
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        new BundleTrainer(recipe, scenes.Under(seen)).Train(unfinished, clip, cancellationToken: cancellationToken);
        Directory.Move(unfinished, bundle);
        return bundle;
    }
}
