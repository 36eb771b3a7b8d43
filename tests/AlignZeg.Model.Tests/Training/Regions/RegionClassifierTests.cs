using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.Training.Regions;

public sealed class RegionClassifierTests
{
    private const int Classes = 6, Dimension = 12, Temperature = 30;
    private static readonly bool[] Seen = [true, true, false, true, true, false];

    [Fact]
    public void Train_NeverAsksForAnUnseenName()
    {
        var names = new Prototypes(Seen);

        using var model = RegionClassifier.Train(Draw(labels => labels), Seen, names, Temperature, Recipe());

        Assert.Equal([0, 1, 3, 4], names.Asked.Distinct().Order());
        Assert.Throws<InvalidOperationException>(() => RegionClassifier.Train(Draw(labels => labels), [.. Seen.Select(_ => true)], names, Temperature, Recipe()));
    }

    [Fact]
    public void Train_WithOtherUnseenLabels_GivesTheSameBits()
    {
        var told = Scores(Draw(labels => labels), Recipe());
        var swapped = Scores(Draw(label => label switch { 3 => 6, 6 => 3, _ => label }), Recipe());

        Assert.Equal(told.Classes, swapped.Classes);
        Assert.Equal(told.Background, swapped.Background);
    }

    [Fact]
    public void Train_IgnoreAware_NeverReadsAnUnseenRegion()
    {
        var recipe = Recipe() with { Losses = Recipe().Losses with { IgnoreAwareNoObject = true } };
        var regions = Draw(label => label);
        float[] poisoned = [.. regions.Embeddings.Select((value, i) => regions.Labels[i / Dimension] is 3 or 6 ? float.NaN : value)];

        Assert.Equal(Scores(regions, recipe).Classes, Scores(regions with { Embeddings = poisoned }, recipe).Classes);
        Assert.Throws<DivergedException>(() => Scores(regions with { Embeddings = poisoned }, Recipe())); // the same poison does reach a recipe that calls them background
    }

    private static RegionRecipe Recipe() => new() { Adapter = AdapterForm.Linear, Losses = new RegionRecipe().Losses with { Steps = 25, Batch = 32, VirtualWeight = 1, Expansion = new() } };

    private static RegionLogits Scores(RegionSet regions, RegionRecipe recipe)
    {
        using var model = RegionClassifier.Train(regions, Seen, new Prototypes(Seen), Temperature, recipe);
        return model.Score(Draw(label => label), [.. Enumerable.Range(0, Classes).SelectMany(Prototypes.Row)]);
    }

    private static RegionSet Draw(Func<int, int> tell)
    {
        var random = new Random(5);
        int[] truth = [.. Enumerable.Range(0, 140).Select(i => i % (Classes + 1))];
        var embeddings = truth.SelectMany(label => Unit([.. Prototypes.Row(label == 0 ? 40 : label - 1).Select(value => value + .3f * (float)(random.NextDouble() - .5))]));
        return new(Dimension, [.. embeddings], [.. truth.Select(tell)]);
    }

    private static float[] Unit(float[] row)
    {
        float length = MathF.Sqrt(row.Sum(value => value * value));
        return Array.ConvertAll(row, value => value / length);
    }

    /// <summary>Throws for a class whose masks training may not have.</summary>
    private sealed class Prototypes(bool[] allowed) : IClassPrototypes
    {
        public List<int> Asked { get; } = [];

        public ReadOnlySpan<float> Of(int index)
        {
            if (!allowed[index]) throw new InvalidOperationException($"Class {index} is unseen.");
            Asked.Add(index);
            return Row(index);
        }

        public static float[] Row(int index)
        {
            var random = new Random(100 + index);
            return Unit([.. Enumerable.Range(0, Dimension).Select(_ => (float)(random.NextDouble() - .5))]);
        }
    }
}
