using AlignZeg.Cli.Calibration;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>
/// Rows x splits x seeds of the full network. Gamma and theta are picked once per row, split and, where masks are trained apart, seed, with a companion that was trained without some of the seen classes: their labels
/// are hidden from its classification; the masks of a staged network are those of the row itself, because they cost most of a training and nothing is picked by them.
/// </summary>
/// <param name="scenes">All of them.</param> <param name="cells">What was trained and measured before.</param> <param name="plan">Numbers.</param>
/// <param name="clip">Bundle whose CLIP is frozen.</param> <param name="templates">In which it reads names.</param> <param name="progressOf">Is told how far a training of masks is; given whose they are.</param>
internal sealed class NetworkStudy(NetworkScenes scenes, NetworkCells cells, NetworkPlan plan, string clip, IReadOnlyList<string> templates, Func<string, IProgress<TrainingProgress>> progressOf)
{
    private const int CompanionSeed = 1, MasksKept = 4;
    private const string Measured = "measured";

    private readonly List<NetworkMasks> _masks = []; // those used last: rows of a split and seed come together
    private string _trained = "";

    private IReadOnlyList<string> Names => [.. scenes.World.Materials.Select(material => material.Name)];

    /// <summary>Whether a row need not be trained.</summary>
    public bool Knows(NetworkRow row, IReadOnlyList<bool> seen, int seed) => cells.Has(row.RecipeOf(plan, templates, seed), seen, Measured);

    /// <summary>Trains and measures a row, or takes what was kept of it; null where another process is at it.</summary>
    public RegionResult? Run(NetworkRow row, IReadOnlyList<bool> seen, int split, int seed, CancellationToken cancellationToken)
    {
        _trained = $"split {split} seed {seed}  masks of {row.Name}";
        var picked = row.Oracle ? NetworkPick.Nothing : Pick(row, seen, seed, cancellationToken);
        if (picked is null) return null;
        var recipe = row.RecipeOf(plan, templates, seed);
        var kept = cells.Get(recipe, seen, Measured, cell =>
            Train(recipe, seen, cell, cancellationToken) is { } model ? Measure(model, seen, recipe.Supervision.Apply(seen), picked, cancellationToken) : null);
        return kept is null ? null : kept with { Row = row.Name, Split = split, Seed = seed };
    }

    /// <summary>A row whose classification took other numbers of steps, nothing corrected; null where another process is at it.</summary>
    public RegionFigures? After(int steps, NetworkRow row, IReadOnlyList<bool> seen, int seed, CancellationToken cancellationToken)
    {
        var recipe = row.After(steps).RecipeOf(plan, templates, seed);
        return cells.Get(recipe, seen, "after", cell =>
        {
            if (Train(recipe, seen, cell, cancellationToken) is not { } model) return null;
            using var reading = ReadTest(model, seen, recipe.Supervision.Apply(seen), cancellationToken);
            return reading.At(SweepPoint.Nothing, cancellationToken);
        });
    }

    /// <summary>What a row that was measured says about the test scenes, corrected as it was there.</summary>
    public IReadOnlyList<ushort[]>? Say(NetworkRow row, IReadOnlyList<bool> seen, int seed, CancellationToken cancellationToken)
    {
        var recipe = row.RecipeOf(plan, templates, seed);
        if (Pick(row, seen, seed, cancellationToken) is not { } picked || Train(recipe, seen, cells.FolderOf(recipe, seen), cancellationToken) is not { } model) return null;
        using var reading = ReadTest(model, seen, recipe.Supervision.Apply(seen), cancellationToken);
        return reading.Say(picked.Own ?? picked.Stacking, cancellationToken);
    }

    /// <summary>Gamma, and theta where there is an indicator, best for h of the companion.</summary>
    public NetworkPick? Pick(NetworkRow row, IReadOnlyList<bool> seen, int seed, CancellationToken cancellationToken)
    {
        var recipe = row.RecipeOf(plan, templates, row.Losses.Staged is null ? CompanionSeed : seed);
        recipe = recipe with { Supervision = SupervisionOptions.WithoutAQuarter(seen.Count(known => known), CompanionSeed) };
        return cells.Get(recipe, seen, "picked", cell =>
        {
            if (Train(recipe, seen, cell, cancellationToken) is not { } model) return null;
            using var reading = ReadCalibration(model, seen, recipe.Supervision.Apply(seen), cancellationToken);
            var points = SweepPoint.GridFor(recipe.AlignZeg.Correction).Select(point => (Point: point, reading.At(point, cancellationToken).Harmonic)).ToArray();
            SweepPoint Best(string kind) => points.Where(point => point.Point.Kind == SweepPoint.None || point.Point.Kind == kind).MaxBy(point => point.Harmonic).Point;
            bool indicated = recipe.AlignZeg.Correction.Indicator != IndicatorInput.Off;
            return new NetworkPick(Best(SweepPoint.Stacking), indicated ? Best(SweepPoint.KindOf(recipe.AlignZeg.Correction.Mode)) : null);
        });
    }

    private RegionResult Measure((string Bundle, NetworkMasks? Masks) model, IReadOnlyList<bool> seen, IReadOnlyList<bool> labelled, NetworkPick picked, CancellationToken cancellationToken)
    {
        using var reading = ReadTest(model, seen, labelled, cancellationToken);
        var measured = new Dictionary<SweepPoint, RegionFigures>();
        RegionFigures At(SweepPoint point) => measured.TryGetValue(point, out var known) ? known : measured[point] = reading.At(point, cancellationToken);
        CurvePoint[] curve = [.. SweepPoint.StackingCurve.Prepend(SweepPoint.Nothing).Select(point => new CurvePoint(point.Gamma, At(point).Seen, At(point).Unseen))];
        return new("", 0, 0, At(SweepPoint.Nothing), At(picked.Stacking), picked.Stacking.Gamma, picked.Own is { } own ? At(own) : null,
            picked.Own is { } correction ? new(correction.Gamma, correction.Theta ?? -1) : null, reading.Auroc(), curve, BundleTrainer.ConfigOf(model.Bundle).ClassificationSteps);
    }

    private NetworkReading ReadTest((string Bundle, NetworkMasks? Masks) model, IReadOnlyList<bool> seen, IReadOnlyList<bool> labelled, CancellationToken cancellationToken) =>
        new(model.Bundle, NetworkJudge.Of(Names, seen), scenes.Test, model.Masks?.Test, cancellationToken) { ClaimsFrom = ReadCalibration(model, seen, labelled, cancellationToken) };

    private NetworkReading ReadCalibration((string Bundle, NetworkMasks? Masks) model, IReadOnlyList<bool> seen, IReadOnlyList<bool> labelled, CancellationToken cancellationToken) =>
        new(model.Bundle, NetworkJudge.OfHeldOut(Names, seen, [.. seen.Zip(labelled, (s, l) => s && l)]), scenes.Calibration, model.Masks?.Calibration, cancellationToken);

    /// <summary>Trains into the cell unless a whole model lies there already.</summary>
    /// <returns>Folder of the bundle, and its masks where they were trained apart; null where another process is at the masks.</returns>
    private (string Bundle, NetworkMasks? Masks)? Train(TrainingRecipe recipe, IReadOnlyList<bool> seen, string cell, CancellationToken cancellationToken)
    {
        var data = scenes.Under(seen);
        if (recipe.Segmentation.Staged is null) return (Once(cell, folder => new BundleTrainer(recipe, data).Train(folder, clip, cancellationToken: cancellationToken)), null);
        var first = ClassificationStage.MasksOf(recipe) with { Supervision = recipe.Supervision with { HeldOut = 0 } };
        var known = first.Supervision.Apply(seen); // all classes for an oracle, whose masks are the same under every split
        if (cells.GetHere(first, known, "masks", folder => MasksIn(folder, first, data, cancellationToken)) is null) return null;
        string bundle = ModelIn(cells.FolderOf(first, known)); // not what was kept, which is a path of the folder that the call was made in
        var masks = _masks.Find(kept => kept.Bundle == bundle && kept.Supervision == recipe.Supervision) ?? new(bundle, data, recipe, scenes, cancellationToken);
        _masks.Remove(masks);
        _masks.Add(masks);
        if (_masks.Count > MasksKept) _masks.RemoveAt(0);
        var heldOut = recipe.Segmentation.Staged.PicksSteps ? masks.HeldOut : null;
        return (Once(cell, folder => new ClassificationStage(bundle, data, recipe).Train(masks.Regions, folder, heldOut, cancellationToken)), masks);
    }

    // Minutes to hours: it tells how far it is, and goes on where it was stopped.
    private string MasksIn(string cell, TrainingRecipe recipe, TrainingData data, CancellationToken cancellationToken)
    {
        var checkpoints = new CheckpointPolicy(Path.Combine(cell, "checkpoint.safetensors"), recipe.CheckpointEvery, Resume: true, Path.GetFileName(cell));
        return Once(cell, unfinished => new BundleTrainer(recipe, data).Train(unfinished, clip, progressOf(_trained), checkpoints, cancellationToken), goesOn: File.Exists(checkpoints.File));
    }

    private static string ModelIn(string cell) => Path.Combine(cell, "model");

    private static string Once(string cell, Action<string> train, bool goesOn = false)
    {
        string bundle = ModelIn(cell), unfinished = bundle + ".part";
        if (Directory.Exists(bundle)) return bundle;
        if (Directory.Exists(unfinished) && !goesOn) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        train(unfinished);
        Directory.Move(unfinished, bundle);
        return bundle;
    }
}
