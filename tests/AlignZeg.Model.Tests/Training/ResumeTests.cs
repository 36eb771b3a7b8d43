using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

/// <summary>A run that is stopped at any step and goes on must give the bytes of one that nobody stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Steps = 7;
    private readonly string _folder = Directory.CreateTempSubdirectory("resume").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("clip", 3, 1)]
    [InlineData("segmentation", 1, 1)]
    [InlineData("segmentation", 4, 1)]
    [InlineData("segmentation", 4, 2)]
    public void Stopped_AndResumed_GivesTheSameBytes(string phase, int step, int accumulate)
    {
        var recipe = Recipe(accumulate);
        var whole = new Reports();
        Train(recipe, "whole", whole);
        var (first, second) = (new Reports { StopAt = (phase, step) }, new Reports());
        Assert.ThrowsAny<OperationCanceledException>(() => Train(recipe, "parts", first));
        Assert.True(File.Exists(CheckpointOf("parts")));
        Train(recipe, "parts", second, resume: true);
        AssertSame("whole", "parts");
        Assert.False(File.Exists(CheckpointOf("parts")), "a finished run leaves no checkpoint");
        Assert.Equal(whole.Lines, first.Lines.Concat(second.Lines)); // every step once, with the same losses to the last digit
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(Steps, false)]
    [InlineData(4, true)]
    [InlineData(Steps, true)]
    public void Stopped_InTheFirstOfTwoStages_AndResumed_GivesTheSameBytes(int step, bool afterJoint)
    {
        var recipe = Recipe(1);
        recipe = recipe with { AlignZeg = recipe.AlignZeg with { LearnedBias = false }, Segmentation = recipe.Segmentation with { Staged = new() { Steps = 3, Batch = 16, Pictures = 16, AfterJoint = afterJoint } } };
        Train(recipe, "whole", new());
        Assert.ThrowsAny<OperationCanceledException>(() => Train(recipe, "parts", new() { StopAt = ("segmentation", step) }));
        Train(recipe, "parts", new(), resume: true);
        AssertSame("whole", "parts");
    }

    // What a killed process leaves: a checkpoint some steps old, and a folder in which later steps left nothing.
    [Fact]
    public void Killed_AndResumedFromAnOlderCheckpoint_GivesTheSameBytes()
    {
        var recipe = Recipe(1);
        Train(recipe, "whole", new());
        var kept = Path.Combine(_folder, "kept");
        Assert.ThrowsAny<OperationCanceledException>(() => Train(recipe, "parts", new() { StopAt = ("segmentation", 2) }));
        File.Copy(CheckpointOf("parts"), kept);
        Assert.ThrowsAny<OperationCanceledException>(() => Train(recipe, "parts", new() { StopAt = ("segmentation", 5) }, resume: true));
        File.Copy(kept, CheckpointOf("parts"), overwrite: true);
        Train(recipe, "parts", new(), resume: true);
        AssertSame("whole", "parts");
    }

    // The checkpoint is one that was due: nobody could say goodbye.
    [Fact]
    public void Killed_BetweenTwoCheckpoints_AndResumed_GivesTheSameBytes()
    {
        Train(Recipe(1), "whole", new());
        Assert.Throws<IOException>(() => Train(Recipe(1), "parts", new() { DieAt = ("segmentation", 5) }));
        Train(Recipe(1), "parts", new(), resume: true);
        AssertSame("whole", "parts");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Stopped_AndResumed_OnPicturesDrawnByStep_GivesTheSameBytes(int accumulate)
    {
        var data = TinyModels.Data() with { Pictures = new OneByOne() };
        Train(Recipe(accumulate), "whole", new(), data: data);
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Recipe(accumulate), "parts", new() { StopAt = ("segmentation", 4) }, data: data));
        Train(Recipe(accumulate), "parts", new(), resume: true, data: data);
        AssertSame("whole", "parts");
    }

    // Who has the last checkpoint open goes on reading it: the next one is another file that takes its name.
    [Fact]
    public void Checkpoint_IsReplacedAsAWhole_NeverWrittenOver()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Recipe(1), "parts", new() { StopAt = ("segmentation", 2) }));
        byte[] expected = File.ReadAllBytes(CheckpointOf("parts")), found = new byte[expected.Length];
        using var last = new FileStream(CheckpointOf("parts"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Recipe(1), "parts", new() { StopAt = ("segmentation", 5) }, resume: true));
        last.ReadExactly(found);
        Assert.Equal(expected, found);
        Assert.NotEqual(expected, File.ReadAllBytes(CheckpointOf("parts")));
    }

    [Fact]
    public void Resume_WithoutACheckpoint_Starts()
    {
        Train(Recipe(1), "whole", new());
        Train(Recipe(1), "parts", new(), resume: true);
        AssertSame("whole", "parts");
    }

    [Fact]
    public void Resume_OfAnotherRun_IsRefused()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Recipe(1), "parts", new() { StopAt = ("clip", 2) }));
        var policy = new CheckpointPolicy(CheckpointOf("parts"), 2, Resume: true, "another");
        var failure = Assert.Throws<CheckpointException>(() => new BundleTrainer(Recipe(1), TinyModels.Data()).Train(Path.Combine(_folder, "parts"), checkpoints: policy));
        Assert.Contains("another run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_FromADamagedCheckpoint_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "parts"));
        File.WriteAllText(CheckpointOf("parts"), "half of a file");
        var failure = Assert.Throws<CheckpointException>(() => Train(Recipe(1), "parts", new(), resume: true));
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    // Everything that carries state from step to step is on: averages, shuffled colours, virtual features, parameter groups.
    private static TrainingRecipe Recipe(int accumulate)
    {
        var recipe = TinyModels.Recipe(Steps);
        return recipe with
        {
            Clip = recipe.Clip with { ReportEvery = 2 },
            Segmentation = recipe.Segmentation with
            {
                AverageDecay = .9, DecayAll = false, ReportEvery = 3, Accumulate = accumulate, WarmUp = 2, Schedule = LearningRateSchedule.Poly,
            },
        };
    }

    private void Train(TrainingRecipe recipe, string run, Reports reports, bool resume = false, TrainingData? data = null) => new BundleTrainer(recipe, data ?? TinyModels.Data()).Train(
        Path.Combine(_folder, run), progress: reports, checkpoints: new(CheckpointOf(run), 2, resume, "this"), cancellationToken: reports.Token);

    private string CheckpointOf(string run) => Path.Combine(_folder, run, "checkpoint.safetensors");

    private void AssertSame(string expected, string actual)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, expected)))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder, actual, Path.GetFileName(file))));
    }

    private sealed class Reports : IProgress<TrainingProgress>, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken Token => _stop.Token;

        public void Dispose() => _stop.Dispose();

        public (string Phase, int Step)? StopAt { get; init; }

        public (string Phase, int Step)? DieAt { get; init; }

        public List<string> Lines { get; } = [];

        public void Report(TrainingProgress value)
        {
            Lines.Add($"{value.Phase} {value.Step} {value.LearningRate:R} {string.Join(' ', value.Losses.Select(l => $"{l.Key} {l.Value:R}"))}");
            if (StopAt == (value.Phase, value.Step)) _stop.Cancel();
            if (DieAt == (value.Phase, value.Step)) throw new IOException("the process is gone");
        }
    }

    /// <summary>A picture of its own for every step and slot.</summary>
    private sealed class OneByOne : IPictureSource
    {
        private readonly IReadOnlyList<TrainingImage> _images = TinyModels.Data().SeenOnly();

        public IReadOnlyList<string> SeenNames => TinyModels.Data().SeenNames;

        public TrainingImage Draw(long step, int slot)
        {
            var image = _images[slot];
            return image with { Rgb = Array.ConvertAll(image.Rgb, value => (byte)(value + 17 * step)) };
        }
    }
}
