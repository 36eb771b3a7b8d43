using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Bundles;
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
        var network = MeasureNetwork(cancellationToken); // first, because it takes longest and its report is whole after every training
        var started = TimeProvider.System.GetTimestamp();
        var table = new RegionTable(Measure(cancellationToken));
        string taken = TimeProvider.System.GetElapsedTime(started).ToString(@"h\:mm\:ss", null);
        File.WriteAllText(Path.Combine(Output, "README.md"), ZeroShotReport.Write(table, Plan, Origin(taken)));
        File.WriteAllText(Path.Combine(Output, "regions.svg"), RegionPlot.Draw(table));
        File.WriteAllText(Path.Combine(Output, "regions.json"), JsonSerializer.Serialize(new { Plan, table.Results }, ResultJson.Line) + "\n");
        Console.Out.WriteLine(JsonSerializer.Serialize(new { Benchmark = "zero_shot", Region = table.Summary(), Network = network.Summary() }, ResultJson.Line));
        return ExitCode.Done;
    }

    private RegionTable MeasureNetwork(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Output, "work", "network");
        var templates = ModelDescription.Of(Clip).Config.AlignZeg.Templates;
        var study = new NetworkStudy(NetworkScenes.Draw(Plan.Network, Plan.Style, cancellationToken), new(folder, Plan.Network, Plan.Style, Clip), Plan.Network, Clip, templates);
        var results = new List<RegionResult>();
        foreach (var (row, split, seed) in Turns())
        {
            if (study.Run(row, World.Create().WithSplit(ZeroShotPlan.SplitSeed(split)).Seen, split, seed, cancellationToken) is not { } result) continue; // another process has it
            results.Add(result);
            WriteNetwork(Ordered(results));
            Console.Error.WriteLine($"split {split} seed {seed}  network, {row.Name,-43} S {result.Plain.Seen:F1}  U {result.Plain.Unseen:F1}  h {result.Plain.Harmonic:F1}  corrected {RegionTable.Best(result).Harmonic:F1}");
        }

        return Ordered(results);
    }

    private IEnumerable<(NetworkRow Row, int Split, int Seed)> Turns() =>
        from rows in NetworkRow.InTurn(Plan.Network) from seed in Enumerable.Range(1, Plan.Seeds) from split in Enumerable.Range(0, Plan.Splits) from row in rows select (row, split, seed);

    private static RegionTable Ordered(List<RegionResult> results) => new([.. NetworkRow.All.SelectMany(row => results.Where(result => result.Row == row.Name))]);

    private void WriteNetwork(RegionTable table)
    {
        File.WriteAllText(Path.Combine(Output, "network.md"), NetworkReport.Write(table, Plan, Origin(null)));
        File.WriteAllText(Path.Combine(Output, "network.json"), JsonSerializer.Serialize(new { Plan, table.Results }, ResultJson.Line) + "\n");
    }

    private List<RegionResult> Measure(CancellationToken cancellationToken)
    {
        var (data, results) = (RegionDataStore.Load(Plan, Clip, Path.Combine(Output, "work"), cancellationToken), new List<RegionResult>());
        var study = new RegionStudy(data, Plan.Steps, Plan.BackgroundAccuracy);
        for (int split = 0; split < Plan.Splits; split++)
        {
            var seen = World.Create().WithSplit(ZeroShotPlan.SplitSeed(split)).Seen;
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

    private string Origin(string? taken) => $"""
        - command: `alignzeg bench zero-shot --splits {Plan.Splits} --seeds {Plan.Seeds}`{(Plan.Steps == ZeroShotPlan.Quick.Steps ? " with `--quick`" : "")}
        - version: {Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}
        - machine: {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, one thread of torch{(taken is null ? "" : $"; {taken}")}
        - seeds: splits {ZeroShotPlan.SplitSeed(0)} to {ZeroShotPlan.SplitSeed(Plan.Splits - 1)}, trainings 1 to {Plan.Seeds}, scenes {ZeroShotPlan.SceneSeeds.Training}, {ZeroShotPlan.SceneSeeds.Calibration}, {ZeroShotPlan.SceneSeeds.Test}
        """.ReplaceLineEndings("\n");
}
