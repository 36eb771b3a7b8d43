using System.Text.Json;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>The table of regions, its plot and its report. A row that is among the known figures is not trained again.</summary>
/// <param name="plan">What to run.</param> <param name="clip">Bundle whose CLIP is frozen.</param> <param name="output">Folder of the report; regions are kept below it.</param> <param name="figures">Known ones; those of new rows are added.</param>
internal sealed class RegionBenchmark(ZeroShotPlan plan, string clip, string output, KnownFigures figures)
{
    private const int Version = 2; // 2: with the curve

    /// <summary>Runs what is missing and writes the report.</summary>
    /// <param name="origin">Command, version, machine and seeds.</param> <param name="cancellationToken">Checked at every step of a training.</param>
    public RegionTable Run(string origin, CancellationToken cancellationToken)
    {
        var table = new RegionTable([.. Measure(cancellationToken).OrderBy(result => RowOf(result.Row))]);
        File.WriteAllText(Path.Combine(output, "README.md"), ZeroShotReport.Write(table, plan, origin));
        File.WriteAllText(Path.Combine(output, "regions.svg"), RegionPlot.Draw(table));
        File.WriteAllText(Path.Combine(output, "regions.json"), JsonSerializer.Serialize(new { Plan = plan, table.Results }, ResultJson.Line) + "\n");
        return table;
    }

    private List<RegionResult> Measure(CancellationToken cancellationToken)
    {
        var results = new List<RegionResult>();
        string drawn = RegionDataStore.KeyOf(plan, clip);
        var study = new Lazy<RegionStudy>(() => new(RegionDataStore.Load(plan, clip, Path.Combine(output, "work"), cancellationToken), plan.Steps, plan.BackgroundAccuracy, plan.Network.FollowedSteps));
        for (int seed = 1; seed <= plan.Seeds; seed++)
            for (int split = 0; split < plan.Splits; split++)
                foreach (var row in RegionRow.All)
                {
                    var seen = plan.Draw.SeenOf(split);
                    var result = figures.Get($"{KeyOf(drawn, row, seen, seed)} region", () => study.Value.Run(row, seen, split, seed, cancellationToken))! with { Row = row.Name, Split = split, Seed = seed };
                    results.Add(result);
                    Console.Error.WriteLine($"split {split} seed {seed}  {row.Name,-52} S {result.Plain.Seen:F1}  U {result.Plain.Unseen:F1}  h {result.Plain.Harmonic:F1}  corrected {RegionTable.Best(result).Harmonic:F1}");
                }

        return results;
    }

    private string KeyOf(string drawn, RegionRow row, IReadOnlyList<bool> seen, int seed)
    {
        string name = KnownFigures.NameOf(new { Version, drawn, row.Recipe, row.Oracle, seen, seed, plan.Steps, plan.BackgroundAccuracy });
        return row.StopsEarly ? $"{name} stopped after {string.Join(',', plan.Network.FollowedSteps)}" : name;
    }

    private static int RowOf(string name) => RegionRow.All.Index().Single(row => row.Item.Name == name).Index;
}
