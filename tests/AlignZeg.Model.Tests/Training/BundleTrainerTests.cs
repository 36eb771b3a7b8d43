using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class BundleTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("train").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_WithTheSameSeed_GivesTheSameBytes()
    {
        foreach (string run in new[] { "a", "b" }) new BundleTrainer(TinyModels.Recipe(3), TinyModels.Data()).Train(Path.Combine(_folder, run));
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "a")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder, "b", Path.GetFileName(file))));
    }

    [Fact]
    public void Train_LowersTheLosses()
    {
        var reports = new Reports();
        var recipe = TinyModels.Recipe(60);
        new BundleTrainer(recipe, TinyModels.Data()).Train(_folder, progress: reports);
        var segmentation = reports.All.Where(r => r.Phase == "segmentation").ToList();
        double Mean(IEnumerable<TrainingProgress> part, string loss) => part.Average(r => r.Losses[loss]);
        Assert.Equal(60, segmentation.Count);
        Assert.True(Mean(segmentation[^10..], "mask") < .8 * Mean(segmentation[..10], "mask"), "the masks do not learn");
        Assert.True(Mean(segmentation[^10..], "matched") < .8 * Mean(segmentation[..10], "matched"), "the classes do not learn");
    }

    // The inductive rule: masks of unseen classes must make no difference, not even in the last bit.
    [Fact]
    public void Train_NeverReadsMasksOfUnseenClasses()
    {
        var data = TinyModels.Data();
        var shuffled = data with { Labelled = [.. data.Labelled.Select(i => i with { Labels = Array.ConvertAll(i.Labels, l => l == 3 ? (byte)255 : l) })] };
        new BundleTrainer(TinyModels.Recipe(2), data).Train(Path.Combine(_folder, "a"));
        new BundleTrainer(TinyModels.Recipe(2), shuffled).Train(Path.Combine(_folder, "b"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "a", "alignzeg.safetensors")), File.ReadAllBytes(Path.Combine(_folder, "b", "alignzeg.safetensors")));
        Assert.All(data.SeenOnly(), i => Assert.DoesNotContain((byte)3, i.Labels));
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }
}
