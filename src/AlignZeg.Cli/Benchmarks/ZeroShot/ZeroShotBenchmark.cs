using System.Runtime.InteropServices;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What <c>alignzeg bench zero-shot</c> was asked for.</summary>
/// <param name="Plan">What to run.</param> <param name="Clip">Folder of the bundle whose CLIP is frozen.</param> <param name="Output">Folder of the report; regions are kept below it.</param>
internal sealed record ZeroShotBenchmark(ZeroShotPlan Plan, string Clip, string Output)
{
    /// <summary>Runs everything, writes the report, and prints one JSON line at the end.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1;
        Directory.CreateDirectory(Output);
        var network = new NetworkBenchmark(Plan, Clip, Output, Origin(null)).Run(cancellationToken); // first, because it takes longest and its report is whole after every training
        var started = TimeProvider.System.GetTimestamp();
        var table = new RegionTable(Measure(cancellationToken));
        string taken = TimeProvider.System.GetElapsedTime(started).ToString(@"h\:mm\:ss", null);
        File.WriteAllText(Path.Combine(Output, "README.md"), ZeroShotReport.Write(table, Plan, Origin(taken)));
        File.WriteAllText(Path.Combine(Output, "regions.svg"), RegionPlot.Draw(table));
        File.WriteAllText(Path.Combine(Output, "regions.json"), JsonSerializer.Serialize(new { Plan, table.Results }, ResultJson.Line) + "\n");
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "zero_shot", Region = table.Summary(), Network = network.Summary() }, ResultJson.Line));
        return ExitCode.Done;
    }

    private List<RegionResult> Measure(CancellationToken cancellationToken)
    {
        var (data, results) = (RegionDataStore.Load(Plan, Clip, Path.Combine(Output, "work"), cancellationToken), new List<RegionResult>());
        var study = new RegionStudy(data, Plan.Steps, Plan.BackgroundAccuracy);
        for (int split = 0; split < Plan.Splits; split++)
        {
            var seen = ZeroShotPlan.SeenOf(split);
            for (int seed = 1; seed <= Plan.Seeds; seed++)
                foreach (var row in RegionRow.All)
                {
                    results.Add(study.Run(row, seen, split, seed, cancellationToken));
                    var (plain, best) = (results[^1].Plain, RegionTable.Best(results[^1]));
                    Console.Error.WriteLine($"split {split} seed {seed}  {row.Name,-52} S {plain.Seen:F1}  U {plain.Unseen:F1}  h {plain.Harmonic:F1}  corrected {best.Harmonic:F1}");
                }
        }

        return [.. RegionRow.All.SelectMany(row => results.Where(result => result.Row == row.Name))];
    }

    private string Switch => Plan.Steps == ZeroShotPlan.Quick.Steps ? " --quick" : Plan.Network.ClaimRowsOnly ? " --claim" : "";

    private string Origin(string? taken) => $"""
        - command: `alignzeg bench zero-shot --splits {Plan.Splits} --seeds {Plan.Seeds}{Switch}`
        - version: {ProductVersion.Text}
        - machine: {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, one thread of torch{(taken is null ? "" : $"; {taken}")}
        - seeds: splits {ZeroShotPlan.SplitSeed(0)} to {ZeroShotPlan.SplitSeed(Plan.Splits - 1)}, trainings 1 to {Plan.Seeds}, scenes {ZeroShotPlan.SceneSeeds.Training}, {ZeroShotPlan.SceneSeeds.Calibration}, {ZeroShotPlan.SceneSeeds.Test}
        """.ReplaceLineEndings("\n");
}
