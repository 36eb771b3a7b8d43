using System.Runtime.InteropServices;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What <c>alignzeg bench zero-shot</c> was asked for.</summary>
/// <param name="Plan">What to run.</param> <param name="Model">Folder of the bundle whose CLIP is frozen. Default: null, the one that ships.</param> <param name="Output">Folder of the report; regions are kept below it.</param>
internal sealed record ZeroShotBenchmark(ZeroShotPlan Plan, string? Model, string Output)
{
    /// <summary>Runs everything, writes the report, and prints one JSON line at the end.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1;
        string clip = Model ?? LabelPlan.DefaultModel;
        ModelDescription.Of(clip); // says what is wrong with it, before anything is written
        Directory.CreateDirectory(Output);
        var figures = new KnownFigures(Path.Combine(Output, "figures.json"));
        var network = new NetworkBenchmark(Plan, clip, Output, figures, Origin).Run(cancellationToken); // first, because it takes longest and its report is whole after every training
        var regions = new RegionBenchmark(Plan, clip, Output, figures).Run(Origin, cancellationToken);
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "zero_shot", Region = regions.Summary(), Network = network.Summary() }, ResultJson.Line));
        return ExitCode.Done;
    }

    private string Switches => (Quick ? " --quick" : Rows) + Given("--steps", network => network.Steps) + Given("--batch", network => network.Batch) + Given("--scene-side", network => network.SceneSide) + Given("--draw", network => network.Draw.Number) + (Model is null ? "" : $" --model {Model}");

    private bool Quick => Plan.Steps == ZeroShotPlan.Quick.Steps;

    private string Given(string option, Func<NetworkPlan, int> number)
    {
        var usual = (Quick ? ZeroShotPlan.Quick : new()).Network;
        return number(Plan.Network) == number(usual) ? "" : $" {option} {number(Plan.Network)}";
    }

    private string Rows => Plan.Network.Rows switch { NetworkRows.Claim => " --claim", NetworkRows.Parts => " --parts", NetworkRows.OwnMasks => " --own-masks", NetworkRows.OneStage => " --one-stage", _ => "" };

    private string Origin => $"""
        - command: `alignzeg bench zero-shot --splits {Plan.Splits} --seeds {Plan.Seeds}{Switches}`
        - version: {ProductVersion.Text}
        - machine: {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, one thread of torch
        - seeds: splits {Plan.Draw.SplitSeed(0)} to {Plan.Draw.SplitSeed(Plan.Splits - 1)}, trainings 1 to {Plan.Seeds}, scenes {Plan.Draw.SceneSeeds.Training}, {Plan.Draw.SceneSeeds.Calibration}, {Plan.Draw.SceneSeeds.Test}
        """.ReplaceLineEndings("\n");
}
