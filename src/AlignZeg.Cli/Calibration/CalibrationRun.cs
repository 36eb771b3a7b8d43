using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Calibration;

/// <summary>What <c>alignzeg calibrate</c> was asked for: gamma and theta picked on held-out seen classes, the whole S-U curve saved.</summary>
/// <param name="Model">A model whose recipe held classes out.</param> <param name="Curve">File for the curve, JSON.</param>
/// <param name="Apply">A model that gets the numbers, or null.</param> <param name="Count">Scenes.</param> <param name="Seed">Of the scenes.</param>
internal sealed record CalibrationRun(string Model, string Curve, string? Apply, int Count, int Seed)
{
    /// <summary>Measures, writes the curve, and prints one JSON line.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var correction = BundleTrainer.ConfigOf(Model).Correction;
        CheckTarget(correction);
        var (heldOut, points) = await Task.Run(() => Measure(correction, cancellationToken), cancellationToken);
        var best = points.GroupBy(p => p.Kind).Select(kind => kind.MaxBy(p => p.Hiou ?? 0)!).ToArray();
        var picked = Pick(points, correction);
        await ResultJson.WriteFileAsync(Curve, new { Model, heldOut, Scenes = Count, Seed, Points = points, Best = best, Picked = picked }, cancellationToken);
        double? claim = Apply is null ? null : await Task.Run(() => HandOn(Apply, picked, cancellationToken), cancellationToken);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
            new { Event = "calibration", Curve = Path.GetFullPath(Curve), heldOut, Picked = picked, Best = best, AppliedTo = Apply, ClaimThreshold = claim }, ResultJson.Line));
        return ExitCode.Done;
    }

    private (IReadOnlyList<string> HeldOut, IReadOnlyList<SweepPoint> Points) Measure(CorrectionOptions correction, CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1;
        using var sweep = new CorrectionSweep(World.Create(), Model, SweepPoint.GridFor(correction), cancellationToken);
        if (sweep.HeldOut.Count == 0)
            throw CommandException.BadInput(
                $"The model '{Model}' was trained on every seen class, so that none is left to pick numbers on. Train one with \"supervision\": {{ \"held_out\": 4 }} in its recipe.");
        return (sweep.HeldOut, sweep.Measure(Count, Seed, cancellationToken));
    }

    /// <summary>The best point of the model's own way, or nothing at all if that is better: its indicator's mode, or calibrated stacking where it has none.</summary>
    private static SweepPoint Pick(IReadOnlyList<SweepPoint> points, CorrectionOptions correction)
    {
        string own = correction.Indicator == IndicatorInput.Off ? SweepPoint.Stacking : SweepPoint.KindOf(correction.Mode);
        return points.Where(p => p.Kind == SweepPoint.None || p.Kind == own).MaxBy(p => p.Hiou ?? 0)!;
    }

    // The model that gets the numbers was trained on more classes, so that its scores are others: its claim threshold is picked on them, with the numbers in force.
    private double HandOn(string target, SweepPoint picked, CancellationToken cancellationToken)
    {
        BundleTrainer.Adjust(target, picked.Apply);
        return WorldClaim.Pick(target, Count, cancellationToken).Threshold;
    }

    private void CheckTarget(CorrectionOptions correction)
    {
        if (Apply is null) return;
        var other = BundleTrainer.ConfigOf(Apply).Correction;
        if (other.Indicator != correction.Indicator || other.Mode != correction.Mode)
            throw CommandException.BadInput(
                $"The model '{Apply}' corrects otherwise ({other.Indicator}, {other.Mode}) than '{Model}' ({correction.Indicator}, {correction.Mode}): numbers of one are none of the other. Train both by one recipe.");
    }
}
