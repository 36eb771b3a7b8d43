using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Text;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class SegmentationObjectiveTests
{
    private static readonly SegmentationTrainingOptions Everything = new()
    {
        VirtualWeight = 1, ColourShuffle = .5,
        Expansion = new() { Form = ExpansionForm.VirtualPrototypesInput, Share = ShareDistribution.Beta, Partners = PartnerChoice.Neighbour, EmbeddingGradient = true },
        Background = new() { Weight = 1, Repulsion = 1, Margin = -1 },
        Indicator = new() { Surrogate = IndicatorSurrogate.PseudoUnseen, PseudoUnseenShare = .5 },
    };

    [Fact]
    public void Of_WithEveryPart_NamesThemAll_AndTrainsEveryWeight()
    {
        using var scope = NewDisposeScope();
        using var bundle = Bundle(IndicatorInput.Profile);
        var objective = Objective(bundle, Everything);
        foreach (var _ in Enumerable.Range(0, 3)) objective.Of(Images(), Labels()).Total.backward(); // the queue fills; a profile of one drawn class and one kept needs both
        Assert.All(bundle.Network.named_parameters(), p => Assert.True(p.parameter.grad is not null && p.parameter.grad.abs().sum().item<float>() > 0, p.name));
        Assert.Equal(["mask", "matched", "no_object", "background", "virtual", "indicator"], objective.Of(Images(), Labels()).Parts.Select(p => p.Name));
        Assert.NotEmpty(objective.Queue.Labels);
    }

    // Every part is off by configuration alone, and then leaves no trace: not in the sum, not in the queue.
    [Fact]
    public void Of_WithoutThem_IsMaskAndClassLossOnly()
    {
        using var scope = NewDisposeScope();
        using var bundle = Bundle(IndicatorInput.Off);
        var options = new SegmentationTrainingOptions { VirtualWeight = 0, ColourShuffle = 0 };
        var objective = Objective(bundle, options);
        var losses = objective.Of(Images(), Labels());
        Assert.Equal(["mask", "matched", "no_object"], losses.Parts.Select(p => p.Name));
        Assert.Empty(objective.Queue.Labels);
        var off = options with { VirtualWeight = 1, Expansion = new() { Form = ExpansionForm.Off } };
        Assert.Equal(losses.Total.item<float>(), Objective(bundle, off).Of(Images(), Labels()).Total.item<float>());
    }

    [Fact]
    public void Of_RampsUpWhatStartsLate()
    {
        using var scope = NewDisposeScope();
        using var bundle = Bundle(IndicatorInput.Off);
        var options = new SegmentationTrainingOptions { VirtualWeight = 2, ColourShuffle = 0, Expansion = new() { Queue = 0 }, RampStart = .25, RampEnd = .75 };
        ObjectiveLosses At(double progress)
        {
            manual_seed(3);
            return Objective(bundle, options).Of(Images(), Labels(), progress);
        }

        double without = At(.25).Total.item<float>(), half = At(.5).Total.item<float>(), whole = At(1).Total.item<float>();
        Assert.DoesNotContain(At(.25).Parts, p => p.Name == "virtual");
        double virtualLoss = At(1).Parts.Single(p => p.Name == "virtual").Value.item<float>();
        Assert.Equal(2 * virtualLoss, whole - without, 1e-4);
        Assert.Equal(virtualLoss, half - without, 1e-4);
    }

    // Without a bias, embeddings come from CLIP's features alone, and are those of the true picture.
    [Fact]
    public void ShuffledFusion_ChangesMasks_AndLeavesClassificationItsTruePicture()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var bundle = TinyModels.Bundle(TinyModels.Network with { LearnedBias = false, MaskShare = 0 });
        var options = new SegmentationTrainingOptions { VirtualWeight = 0, ColourShuffle = 1 };
        Dictionary<string, float> Of(bool shuffledFusion)
        {
            var (images, labels) = (Images(), Labels());
            manual_seed(3);
            return Objective(bundle, options with { ShuffledFusion = shuffledFusion }).Of(images, labels).Parts.ToDictionary(p => p.Name, p => p.Value.item<float>());
        }

        var (plain, shuffled) = (Of(false), Of(true));

        Assert.Equal(plain["matched"], shuffled["matched"], 1e-5);
        Assert.NotEqual(plain["mask"], shuffled["mask"], 1e-3);
    }

    [Fact]
    public void SharedClassMean_WeighsMatchedAndUnmatchedProposalsInOneMean()
    {
        using var scope = NewDisposeScope();
        using var bundle = Bundle(IndicatorInput.Off, supervised: 1);
        var split = new SegmentationTrainingOptions
        {
            VirtualWeight = 0, ColourShuffle = 0, MaskWeight = 0, MatchedWeight = 2, NoObjectWeight = .1, IgnoreAwareNoObject = false, DuplicatesMayStay = false,
        };
        var parts = Objective(bundle, split).Of(Images(), Labels()).Parts.ToDictionary(p => p.Name, p => p.Value.item<float>());
        double[] totals = [.. new[] { split, split with { SharedClassMean = true } }.Select(o => (double)Objective(bundle, o).Of(Images(), Labels()).Total.item<float>())];
        int matched = 3, unmatched = 4 * 5 - 3; // four images of five queries; three show a seen class
        double shared = 2 * (matched * parts["matched"] + .1 * unmatched * parts["no_object"]) / (matched + .1 * unmatched);
        Assert.Equal(2 * parts["matched"] + .1 * parts["no_object"], totals[0], 1e-4);
        Assert.Equal(shared, totals[1], 1e-4);
    }

    // The inductive rule by construction: with everything switched on, what training sees of an unseen class is 255, and the classes it names are the seen ones.
    [Fact]
    public void Train_WithEveryPart_NeverReadsAnUnseenPixel()
    {
        var data = TinyModels.Data();
        var hidden = data with { Labelled = [.. data.Labelled.Select(i => i with { Labels = Array.ConvertAll(i.Labels, l => l == 3 ? (byte)255 : l) })] };
        Assert.Contains(data.Labelled, i => i.Labels.Contains((byte)3));
        Assert.Equal(Weights(data), Weights(hidden));
    }

    [Fact]
    public void Train_WithEveryPart_NeverReadsAnUnseenName()
    {
        var data = TinyModels.Data();
        var renamed = data with { Names = ["red", "blue", "grey"] }; // the third, unseen one was green
        Assert.Equal(Weights(data), Weights(renamed));
    }

    // The stub that throws (method, T6): what is embedded for training are the prototypes of seen classes; asking for another one is an error.
    [Fact]
    public void Prototypes_OfTraining_AskTheTokenizerForSeenNamesOnly()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var data = TinyModels.Data();
        var guarded = new TextEncoder(bundle.Clip, new ForbiddenWord(bundle.Tokenizer, "green"));
        Assert.Throws<InvalidOperationException>(() => guarded.EmbedClasses([.. data.Names.Select(n => (IReadOnlyList<string>)[n])], ["{}"], CPU));
        var text = guarded.EmbedClasses([.. data.SeenNames.Select(n => (IReadOnlyList<string>)[n])], TinyModels.Network.Templates, CPU);
        var trainer = new SegmentationTrainer(bundle.Network, bundle.Clip, text, new() { Steps = 1, Batch = 4 });
        trainer.Run(BatchSource.Of(data.SeenOnly(), 4, 1), CPU, new(null), null, CancellationToken.None);
        Assert.Equal(2, text.size(0));
    }

    [Fact]
    public void PseudoUnseen_WithAnIndicatorOnEmbeddings_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var bundle = Bundle(IndicatorInput.Embedding);
        Assert.Contains("profile", Assert.Throws<ValidationException>(() => Objective(bundle, Everything)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(.05, 0)]
    [InlineData(.075, .5)]
    [InlineData(.1, 1)]
    [InlineData(1, 1)]
    public void LossRamp_IsLinearBetweenStartAndEnd(double progress, double expected) => Assert.Equal(expected, LossRamp.At(progress, .05, .1), 1e-9);

    [Fact]
    public void Options_OutOfRange_AreRefused_NestedOnesToo()
    {
        Assert.Throws<ValidationException>(() => new SegmentationTrainingOptions { RampStart = .5, RampEnd = .2 }.Validate());
        Assert.Throws<ValidationException>(() => new SegmentationTrainingOptions { Expansion = new() { Beta = 0 } }.Validate());
        Assert.Throws<ValidationException>(() => new SegmentationTrainingOptions { Indicator = new() { PseudoUnseenShare = 1 } }.Validate());
        new SegmentationTrainingOptions().Validate();
    }

    private static byte[] Weights(TrainingData data)
    {
        var recipe = TinyModels.Recipe(3) with { AlignZeg = TinyModels.Network with { Correction = new() { Indicator = IndicatorInput.Profile } } };
        recipe = recipe with { Segmentation = Everything with { Steps = 3, Batch = 8, ReportEvery = 1, RampStart = 0, RampEnd = 0 } };
        string folder = Directory.CreateTempSubdirectory("objective").FullName;
        try
        {
            new BundleTrainer(TinyModels.Recipe(1), TinyModels.Data()).Train(Path.Combine(folder, "clip")); // one CLIP for both: it may know every name
            new BundleTrainer(recipe, data).Train(Path.Combine(folder, "model"), Path.Combine(folder, "clip"));
            return File.ReadAllBytes(Path.Combine(folder, "model", "alignzeg.safetensors"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ModelBundle Bundle(IndicatorInput indicator, int supervised = 0)
    {
        manual_seed(1);
        var config = TinyModels.Network with { SupervisedLayers = supervised, Correction = new() { Indicator = indicator, Width = 16 } };
        return new(new(BundleConfig.CurrentFormat, "test", TinyModels.Clip, config), new WordTokenizer(TinyModels.Words, TinyModels.Clip.Text.Context));
    }

    private static SegmentationObjective Objective(ModelBundle bundle, SegmentationTrainingOptions options)
    {
        foreach (var parameter in bundle.Clip.parameters()) parameter.requires_grad = false;
        using var none = no_grad();
        var text = new TextEncoder(bundle.Clip, bundle.Tokenizer).EmbedClasses([["red"], ["blue"]], ["{}"], CPU);
        return new(bundle.Network, bundle.Clip, text, options);
    }

    private static Tensor Images()
    {
        manual_seed(2);
        return randn(4, 3, 32, 32);
    }

    /// <summary>A square of class 0 in two pictures, one of class 1 in the third, one that is ignored in the fourth.</summary>
    private static Tensor Labels()
    {
        var labels = zeros(4, 32, 32, dtype: ScalarType.Int64);
        long[] ids = [1, 1, 2, 255];
        for (int i = 0; i < 4; i++) labels[i].narrow(0, 4, 16).narrow(1, 6, 16).fill_(ids[i]);
        return labels;
    }

    private sealed class ForbiddenWord(ITokenizer inner, string word) : ITokenizer
    {
        public int VocabSize => inner.VocabSize;

        public int EndId => inner.EndId;

        public int Context => inner.Context;

        public TokenizedText Encode(string text) => text.Contains(word, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"training asked for the unseen class '{word}'") : inner.Encode(text);
    }
}
