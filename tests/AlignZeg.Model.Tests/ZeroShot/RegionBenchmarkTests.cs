using System.Text.Json;
using AlignZeg.Cli.Benchmarks.ZeroShot;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class RegionBenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("regions-").FullName;

    [Fact]
    public void Run_TakesWhatIsKnown_AndTrainsWhatIsNot()
    {
        var plan = new ZeroShotPlan { TrainingScenes = 40, CalibrationScenes = 15, TestScenes = 20, Steps = 2, Splits = 1, Seeds = 1, Network = new() { FollowedSteps = [1, 2] } };
        string work = Path.Combine(_folder, "work"), report = Path.Combine(_folder, "README.md");
        var first = Run(plan);
        string written = File.ReadAllText(report);
        Directory.Delete(work, recursive: true);

        var again = Run(plan);
        Assert.Equal(Json(first), Json(again));
        Assert.Equal(written, File.ReadAllText(report));
        Assert.False(Directory.Exists(work)); // nothing was drawn, so nothing was trained
        Assert.Equal(RegionRow.All.Select(row => row.Name), again.Rows);
        Assert.All(again.Results, result => Assert.True(result.MostByStacking >= Math.Max(result.Plain.Harmonic, result.Stacked.Harmonic)));

        var more = Run(plan with { Steps = 3 });
        Assert.True(Directory.Exists(work));
        Assert.NotEqual(first.Results.Single(result => result.Row == RegionRow.Base).Plain, more.Results.Single(result => result.Row == RegionRow.Base).Plain);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Json(RegionTable table) => JsonSerializer.Serialize(table.Results);

    private RegionTable Run(ZeroShotPlan plan) =>
        new RegionBenchmark(plan, Fixtures.PathInProject("src", "AlignZeg.Cli", "models", "tiny"), _folder, new(Path.Combine(_folder, "figures.json"))).Run("- by a test", TestContext.Current.CancellationToken);
}
