using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class SegmentationTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trainer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Batches wait ready or are made at the last moment: the model is the same.
    [Fact]
    public void Prefetch_DoesNotChangeTheModel() =>
        Assert.Equal(Train("one", s => s with { Prefetch = 1 }), Train("many", s => s with { Prefetch = 64 }));

    [Fact]
    public void AverageOfWeights_IsTheModel_AndLagsBehindThem()
    {
        var (plain, still, average) = (Train("plain", s => s), Train("still", s => s with { LearningRate = 1e-9 }), Train("average", s => s with { AverageDecay = .9 }));
        using var scope = NewDisposeScope();
        var (end, start, mean) = (Query(plain), Query(still), Query(average));
        double moved = (end - start).abs().mean().item<float>(), lag = (mean - start).abs().mean().item<float>();
        Assert.InRange(lag, .02 * moved, .6 * moved);
    }

    [Fact]
    public void TrainingOnWhatIsNoNumber_SaysSo_AndDoesNotGoOnForEver()
    {
        string clip = Path.Combine(_folder, "clip"), weights = Path.Combine(clip, "clip.safetensors");
        new BundleTrainer(TinyModels.Recipe(3), TinyModels.Data()).Train(clip);
        using (var scope = NewDisposeScope())
        {
            var spoilt = AlignZeg.Model.Bundles.SafetensorsFile.Read(weights).Select(entry => (entry.Key, entry.Value * float.NaN)).ToList();
            AlignZeg.Model.Bundles.SafetensorsFile.Write(weights, spoilt);
        }

        var diverged = Assert.Throws<DivergedException>(() => new BundleTrainer(TinyModels.Recipe(3), TinyModels.Data()).Train(Path.Combine(_folder, "wild"), clip));
        Assert.Contains("is not a finite number. Lower learning_rate", diverged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_AreDrawnByStepAndSlot()
    {
        var source = new Squares();
        new BundleTrainer(TinyModels.Recipe(3), TinyModels.Data()).Train(Path.Combine(_folder, "clip"));
        var recipe = TinyModels.Recipe(4) with { Segmentation = new() { Steps = 4, Batch = 3, Accumulate = 2, Prefetch = 2 } };
        new BundleTrainer(recipe, TrainingData.Of(source)).Train(Path.Combine(_folder, "stored"), Path.Combine(_folder, "clip"));
        var expected = Enumerable.Range(0, 8).SelectMany(step => Enumerable.Range(0, 3).Select(slot => ((long)step, slot)));
        Assert.Equal(expected, source.Drawn.Order());
        Assert.Contains("\"red\"", File.ReadAllText(Path.Combine(_folder, "stored", "config.json")), StringComparison.Ordinal);
    }

    private byte[] Train(string run, Func<SegmentationTrainingOptions, SegmentationTrainingOptions> change)
    {
        var recipe = TinyModels.Recipe(12);
        recipe = recipe with { Clip = recipe.Clip with { Steps = 2 }, Segmentation = change(recipe.Segmentation with { WarmUp = 1 }) };
        new BundleTrainer(recipe, TinyModels.Data()).Train(Path.Combine(_folder, run));
        return File.ReadAllBytes(Path.Combine(_folder, run, "alignzeg.safetensors"));
    }

    private Tensor Query(byte[] bundle)
    {
        string path = Path.Combine(_folder, "read.safetensors");
        File.WriteAllBytes(path, bundle);
        return AlignZeg.Model.Bundles.SafetensorsFile.Read(path)["extraction.query"];
    }

    private sealed class Squares : IPictureSource
    {
        private readonly IReadOnlyList<TrainingImage> _images = TinyModels.Data().SeenOnly();

        public IReadOnlyList<string> SeenNames => ["red", "blue"];

        public System.Collections.Concurrent.ConcurrentBag<(long Step, int Slot)> Drawn { get; } = [];

        public TrainingImage Draw(long step, int slot)
        {
            Drawn.Add((step, slot));
            return _images[(int)(step * 3 + slot) % _images.Count];
        }
    }
}
