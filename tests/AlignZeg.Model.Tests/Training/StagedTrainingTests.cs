using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.Training;

public sealed class StagedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staged").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_InOneRun_GivesTheBytesOfItsTwoStages()
    {
        var (recipe, data) = (Recipe(4), TinyModels.Data());
        new BundleTrainer(recipe, data).Train(At("whole"));
        new BundleTrainer(ClassificationStage.MasksOf(recipe), data).Train(At("masks"), clipFrom: At("whole"));
        var stage = new ClassificationStage(At("masks"), data, recipe);
        stage.Train(stage.Collect(), At("parts"));
        Assert.Equal(NetworkOf("whole"), NetworkOf("parts"));
        Assert.NotEqual(NetworkOf("whole"), NetworkOf("masks"));
    }

    [Fact]
    public void Classifications_OfOneNetwork_ShareItsMasks()
    {
        var data = TinyModels.Data();
        var (one, other) = (Recipe(4), Recipe(4) with { Segmentation = Recipe(4).Segmentation with { IgnoreAwareNoObject = false, VirtualWeight = 0, MatchedWeight = 1 } });
        Assert.Equal(ClassificationStage.MasksOf(one), ClassificationStage.MasksOf(other));
        foreach (var (name, recipe) in new[] { ("one", one), ("other", other) }) new BundleTrainer(recipe, data).Train(At(name));
        var (first, second) = (Weights("one"), Weights("other"));
        Assert.All(first.Keys.Where(key => key.StartsWith("extraction.", StringComparison.Ordinal)), key => Assert.Equal(first[key], second[key]));
        Assert.Contains(first.Keys, key => !first[key].AsSpan().SequenceEqual(second[key]));
    }

    [Fact]
    public void Train_AfterJoint_KeepsWhatOneStageMade_AndTrainsClassificationAnew()
    {
        var (recipe, data) = (AfterJoint(), TinyModels.Data());
        new BundleTrainer(recipe, data).Train(At("whole"));
        new BundleTrainer(ClassificationStage.JointOf(recipe), data).Train(At("joint"), clipFrom: At("whole"));
        var (whole, joint) = (Weights("whole"), Weights("joint"));
        Assert.All(joint.Keys.Where(key => key.StartsWith("extraction.", StringComparison.Ordinal)), key => Assert.Equal(joint[key], whole[key]));
        Assert.Contains(whole.Keys, key => key.Contains("adapter", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(joint.Keys, key => key.Contains("adapter", StringComparison.OrdinalIgnoreCase));
        Assert.Equal((AdapterForm.Linear, true), (BundleTrainer.ConfigOf(At("whole")).Adapter, BundleTrainer.ConfigOf(At("whole")).LearnedBias));

        var stage = new ClassificationStage(At("joint"), data, recipe);
        stage.Train(stage.Collect(), At("parts"));
        Assert.Equal(NetworkOf("whole"), NetworkOf("parts"));
    }

    [Fact]
    public void Train_NeverReadsMasksOfUnseenClasses()
    {
        var data = TinyModels.Data();
        var hidden = data with { Labelled = [.. data.Labelled.Select(i => i with { Labels = Array.ConvertAll(i.Labels, l => l == 3 ? TrainingImage.Ignored : l) })] };
        new BundleTrainer(Recipe(2), data).Train(At("a"));
        new BundleTrainer(Recipe(2), hidden).Train(At("b"));
        Assert.Equal(NetworkOf("a"), NetworkOf("b"));
    }

    // A batch without a seen object says nothing of masks; many data sets have some.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_OfMasks_GoesOn_WhereNothingIsLabelled(bool sampled)
    {
        var (recipe, data) = (ClassificationStage.MasksOf(Recipe(2)), TinyModels.Data());
        recipe = recipe with { Segmentation = recipe.Segmentation with { PointSampling = sampled ? new() { Points = 64 } : null } };
        var unlabelled = data with { Labelled = [.. data.Labelled.Select(i => i with { Labels = Array.ConvertAll(i.Labels, _ => TrainingImage.Ignored) })] };
        new BundleTrainer(recipe, unlabelled).Train(At("masks"));
        Assert.All(Weights("masks").Values, weights => Assert.All(weights, weight => Assert.True(float.IsFinite(weight))));
    }

    [Fact]
    public void Collect_NamesWhatIsMatched_AndTellsUnlabelledFromBackground()
    {
        var (recipe, data) = (Recipe(60), TinyModels.Data());
        new BundleTrainer(ClassificationStage.MasksOf(recipe), data).Train(At("masks"));
        var regions = new ClassificationStage(At("masks"), data, recipe).Collect();
        Assert.Superset(new HashSet<int> { -1, 1, 2 }, regions.Labels.ToHashSet()); // red and blue are seen, green is only known to be no background
        Assert.DoesNotContain(3, regions.Labels);
        Assert.Equal(regions.Labels.Length * regions.Dimension, regions.Embeddings.Length);
        int pictures = (recipe.Segmentation.Staged!.Pictures + 7) / 8 * 8, seen = regions.Labels.Count(label => label > 0);
        Assert.InRange(seen, pictures / 2, pictures); // one object each, two thirds of them seen: one match per picture at most
    }

    [Fact]
    public void CollectHeldOut_HidesHeldOutObjectsAsUnseenOnesAre_AndJudgesOnOtherPictures()
    {
        var (recipe, data) = (Recipe(60), TinyModels.Data());
        new BundleTrainer(ClassificationStage.MasksOf(recipe), data).Train(At("masks"));
        var stage = new ClassificationStage(At("masks"), data, recipe);
        var held = stage.CollectHeldOut();
        int kept = held.Kept.Index().Single(one => one.Item).Index + 1; // red or blue
        Assert.Superset(new HashSet<int> { RegionSet.Unlabelled, kept }, held.Training.Labels.ToHashSet());
        Assert.DoesNotContain(3 - kept, held.Training.Labels);
        Assert.Equal([1, 2], held.Judging.Labels.Distinct().Order());

        // What is hidden makes no difference in a number: labels of held-out classes could as well not be there.
        var hidden = data with { Labelled = [.. data.Labelled.Select(picture => picture with { Labels = Array.ConvertAll(picture.Labels, label => label == ClassOf(3 - kept) ? TrainingImage.Ignored : label) })] };
        Assert.Equal(held.Training.Embeddings, new ClassificationStage(At("masks"), hidden, recipe).CollectHeldOut().Training.Embeddings);
        int judged = HeldOutRegions.Judged(data.Labelled.Count);
        var (most, others) = data.BatchesApart(recipe.Segmentation);
        var pictures = data.SeenOnly();
        Assert.All(Drawn(most), picture => Assert.Contains(pictures.SkipLast(judged), one => one.Rgb.SequenceEqual(picture.Rgb)));
        Assert.All(Drawn(others), picture => Assert.Contains(pictures.TakeLast(judged), one => one.Rgb.SequenceEqual(picture.Rgb)));

        byte ClassOf(int seen) => (byte)(data.Seen.Index().Where(one => one.Item).ElementAt(seen - 1).Index + 1);
        static IEnumerable<TrainingImage> Drawn(BatchSource batches) => Enumerable.Range(0, 5).SelectMany(i => batches.Make(i).Pictures);
    }

    [Fact]
    public void Train_WithStops_IsATrainingOfThePickedNumberOfSteps_AndSaysIt()
    {
        var (recipe, data) = (Recipe(4), TinyModels.Data());
        var stopping = recipe with { Segmentation = recipe.Segmentation with { Staged = recipe.Segmentation.Staged! with { Stops = [2, 30] } } };
        Assert.Equal(ClassificationStage.MasksOf(recipe), ClassificationStage.MasksOf(stopping));
        new BundleTrainer(stopping, data).Train(At("stopped"));
        int steps = Assert.IsType<int>(BundleTrainer.ConfigOf(At("stopped")).ClassificationSteps);
        Assert.Contains(steps, stopping.Segmentation.Staged!.Stops!);
        var same = recipe with { Segmentation = recipe.Segmentation with { Staged = recipe.Segmentation.Staged! with { Steps = steps, WarmUp = Math.Min(recipe.Segmentation.Staged.WarmUp, steps / 10) } } };
        new BundleTrainer(same, data).Train(At("same"));
        Assert.Equal(NetworkOf("same"), NetworkOf("stopped"));
        Assert.Null(BundleTrainer.ConfigOf(At("same")).ClassificationSteps);

        var stage = new ClassificationStage(At("stopped"), data, stopping);
        stage.Train(stage.Collect(), At("parts"));
        Assert.Equal(steps, BundleTrainer.ConfigOf(At("parts")).ClassificationSteps);
    }

    [Fact]
    public void Validate_OfStops_SaysWhatToChange()
    {
        Assert.Contains("Stops", Assert.Throws<ValidationException>(new StagedOptions { Stops = [20, 0] }.Validate).Message, StringComparison.Ordinal);
        Assert.Contains("Stops", Assert.Throws<ValidationException>(new StagedOptions { Stops = [20], Steps = 0 }.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WithALearnedBias_SaysWhatToChange()
    {
        var recipe = Recipe(2) with { AlignZeg = TinyModels.Network };
        Assert.Contains("'learned_bias': false", Assert.Throws<ValidationException>(recipe.Validate).Message, StringComparison.Ordinal);
    }

    private static TrainingRecipe Recipe(int steps)
    {
        var recipe = TinyModels.Recipe(steps);
        return recipe with
        {
            AlignZeg = TinyModels.Network with { LearnedBias = false },
            Segmentation = recipe.Segmentation with { Staged = new() { Steps = 5, Batch = 16, Pictures = 48 } },
        };
    }

    private static TrainingRecipe AfterJoint()
    {
        var recipe = Recipe(4);
        return recipe with
        {
            AlignZeg = TinyModels.Network with { Adapter = AdapterForm.Linear, LearnedBias = true },
            Segmentation = recipe.Segmentation with { VirtualWeight = .25, Expansion = new() { Form = ExpansionForm.Soft }, Staged = recipe.Segmentation.Staged! with { AfterJoint = true } },
        };
    }

    private string At(string name) => Path.Combine(_folder, name);

    private byte[] NetworkOf(string name) => File.ReadAllBytes(Path.Combine(At(name), "alignzeg.safetensors"));

    private Dictionary<string, float[]> Weights(string name)
    {
        using var bundle = ModelBundle.Load(At(name), CPU);
        return bundle.Network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray());
    }
}
