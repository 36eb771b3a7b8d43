using System.CommandLine;
using AlignZeg.Cli.Benchmarks.ZeroShot;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench zero-shot</c>.</summary>
internal static class BenchZeroShotCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Few steps on few scenes: shows that everything runs, proves nothing." };

    private static readonly Option<int?> Seeds = new("--seeds") { Description = "Trainings per split and row. Default: 3, with --quick 1." };

    private static readonly Option<int?> Splits = new("--splits") { Description = "Random splits into seen and unseen classes. Default: 3, with --quick 1." };

    private static readonly Option<int?> Steps = new("--steps") { Description = "Optimiser steps of a training of the full network: of its masks, where they are trained apart. Default: 4000, with --quick 10." };

    private static readonly Option<int?> Batch = new("--batch") { Description = "Pictures per step of such a training, at least 2. Default: 2, with --quick 8." };

    private static readonly Option<bool> Claim = new("--claim") { Description = "Of the full network only the rows that the claim is about: no single parts." };

    private static readonly Option<bool> Parts = new("--parts") { Description = "Of the full network only the rows that the claim is about and single parts on the same masks, which take seconds: no SAN's fusion." };

    private static readonly Option<bool> OwnMasks = new("--own-masks") { Description = "Of the full network also rows that nothing shares masks with: fusion and refinement apart, other fusions, all together without fusion, shuffled surfaces. A training of masks for each." };

    private static readonly Option<bool> OneStage = new("--one-stage") { Description = "Of the full network also the rows of --own-masks, and base and all together trained in one stage, which takes hours more." };

    private static readonly Option<int?> SceneSide = new("--scene-side") { Description = "Sides of the full network's scenes in pixels, a multiple of 32. Objects stay as large as they are, so there are more of them, and as many more queries. Default: 64." };

    private static readonly Option<int?> Draw = new("--draw") { Description = "Which random splits and scenes. Default: 1, that of the reports that ship, by which forms were picked; another number is of splits and scenes that nobody has looked at." };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of a model of the embedded world, of which the CLIP alone is taken. Default: the one that ships with alignzeg." };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder for the reports (network.md with its plots and pictures, README.md of the regions) and for what a second run need not compute again.", DefaultValueFactory = _ => "zero-shot" };

    public static Command Create()
    {
        var command = new Command("zero-shot", "What each part of AlignZeg gives on unseen classes, with the controls that make it honest: rows x random splits x seeds, in the full network and on regions of hard scenes.") { Quick, Seeds, Splits, Steps, Batch, Claim, Parts, OwnMasks, OneStage, SceneSide, Draw, Model, Output };
        Seeds.RequireBetween(1, 100);
        Splits.RequireBetween(1, 100);
        Steps.RequireBetween(1, 1_000_000);
        Batch.RequireBetween(2, 1_024);
        SceneSide.RequireBetween(64, 256);
        Draw.RequireBetween(1, 1_000);
        command.Validators.Add(result =>
        {
            if (result.GetValue(SceneSide) is { } side && side % 32 != 0) result.AddError(FormattableString.Invariant($"--scene-side is {side}; give a multiple of 32, such as 96."));
            if (RowsOf(result.GetValue).Length > 1) result.AddError("--claim and --parts leave rows out, --own-masks and --one-stage add some. Give one of them.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var plan = parsed.GetValue(Quick) ? ZeroShotPlan.Quick : new();
            var network = plan.Network with { Steps = parsed.GetValue(Steps) ?? plan.Network.Steps, Batch = parsed.GetValue(Batch) ?? plan.Network.Batch, SceneSide = parsed.GetValue(SceneSide) ?? plan.Network.SceneSide, Draw = new(parsed.GetValue(Draw) ?? 1) };
            plan = plan with { Seeds = parsed.GetValue(Seeds) ?? plan.Seeds, Splits = parsed.GetValue(Splits) ?? plan.Splits, Network = network };
            if (RowsOf(parsed.GetValue) is [var rows]) plan = plan with { Network = plan.Network with { Rows = rows } };
            return Task.Run(() => new ZeroShotBenchmark(plan, parsed.GetValue(Model), parsed.GetValue(Output)!).Run(cancellationToken), cancellationToken);
        });
        return command;
    }

    private static NetworkRows[] RowsOf(Func<Option<bool>, bool> given) =>
        [.. new[] { (Claim, NetworkRows.Claim), (Parts, NetworkRows.Parts), (OwnMasks, NetworkRows.OwnMasks), (OneStage, NetworkRows.OneStage) }.Where(one => given(one.Item1)).Select(one => one.Item2)];
}
