using System.Text.Json;
using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkStudyTests : IDisposable
{
    private const int StoppedAfter = 5;
    private static readonly NetworkPlan Plan = new() { TrainingScenes = 6, CalibrationScenes = 2, TestScenes = 3, Steps = 12, Batch = 2 };
    private static readonly NetworkRow Row = NetworkRow.All[0] with { Losses = NetworkRow.All[0].Losses with { Staged = new() { Pictures = 6, Steps = 5, Batch = 16, WarmUp = 0 } } };
    private static readonly NetworkRow Oracle = NetworkRow.All.Single(row => row.Oracle) with { Losses = Row.Losses };
    private static readonly string Clip = Fixtures.PathInProject("src", "AlignZeg.Cli", "models", "tiny");
    private readonly string _folder = Directory.CreateTempSubdirectory("study-").FullName;
    private readonly NetworkScenes _scenes = NetworkScenes.Draw(Plan, SceneStyle.Hard, TestContext.Current.CancellationToken);

    [Fact]
    public void Run_ThatWasStoppedInItsMasks_GoesOnFromThere_AndGivesWhatAnUnbrokenOneGives()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (unbroken, stopped, later) = (new Steps(), new Steps(step => { if (step == StoppedAfter) stop.Cancel(); }), new Steps());
        var expected = Run("unbroken", unbroken, TestContext.Current.CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => Run("stopped", stopped, stop.Token));
        var result = Run("stopped", later, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, Plan.Steps), unbroken.Seen);
        Assert.Equal(Enumerable.Range(1, StoppedAfter), stopped.Seen);
        Assert.Equal(Enumerable.Range(StoppedAfter + 1, Plan.Steps - StoppedAfter), later.Seen);
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(result));
        Assert.NotEmpty(Directory.GetFiles(_folder, "alignzeg.safetensors", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_folder, "checkpoint*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Run_OfAnOracle_TrainsItsMasksOnce_ForAllSplits()
    {
        var (steps, token) = (new Steps(), TestContext.Current.CancellationToken);
        var results = Enumerable.Range(0, 2).Select(split => Run("oracle", steps, token, Oracle, split)).ToArray();

        Assert.Equal(Plan.Steps, steps.Seen.Count);
        Assert.NotEqual(results[0].Plain, results[1].Plain); // other classes are the unseen ones
    }

    [Fact]
    public void MasksOfAnOracle_DoNotFollowFromTheSplit()
    {
        byte[] Trained(int split)
        {
            string folder = Path.Combine(_folder, $"under-{split}");
            new BundleTrainer(ClassificationStage.MasksOf(Oracle.RecipeOf(Plan, ["{}"], seed: 1)), _scenes.Under(Plan.Draw.SeenOf(split))).Train(folder, Clip, cancellationToken: TestContext.Current.CancellationToken);
            return File.ReadAllBytes(Path.Combine(folder, "alignzeg.safetensors"));
        }

        Assert.Equal(Trained(0), Trained(1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RegionResult Run(string name, Steps steps, CancellationToken cancellationToken, NetworkRow? row = null, int split = 0)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var cells = new NetworkCells(Path.Combine(folder, "work"), new(Path.Combine(folder, "figures.json")), Plan, SceneStyle.Hard, Clip);
        return new NetworkStudy(_scenes, cells, Plan, Clip, ["{}"], _ => steps).Run(row ?? Row, Plan.Draw.SeenOf(split), split, seed: 1, cancellationToken)!;
    }

    private sealed class Steps(Action<int>? then = null) : IProgress<TrainingProgress>
    {
        public List<int> Seen { get; } = [];

        public void Report(TrainingProgress value)
        {
            Seen.Add(value.Step);
            then?.Invoke(value.Step);
        }
    }
}
