using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.Training.Regions;

/// <summary>That more steps are taken where they are worth something is shown by RegionStudyTests, on embeddings that need to be learned.</summary>
public sealed class EarlyStopTests
{
    private const int Classes = 8, Dimension = 16;

    [Fact]
    public void Pick_TakesTheFewestSteps_WhereTrainingTeachesNothing()
    {
        var recipe = new RegionRecipe { Losses = new RegionRecipe().Losses with { Batch = 64 } };

        Assert.Equal(1, EarlyStop.Pick(HeldOutRegions.Of(Draw(), Classes), Text(), 20, recipe, [100, 1]));
    }

    [Fact]
    public void Pick_NeedsStops_AndAClassToHoldOut()
    {
        Assert.Throws<ArgumentException>(() => EarlyStop.Pick(HeldOutRegions.Of(Draw(), Classes), Text(), 20, new(), []));
        Assert.Contains("HeldOut", Assert.Throws<ValidationException>(() => HeldOutRegions.Of(Draw(), 1)).Message, StringComparison.Ordinal);
    }

    private static float[] Text() => [.. Enumerable.Range(0, Classes).SelectMany(Unit)];

    // Objects are their names, background is anything else, some objects are not labelled.
    private static RegionSet Draw()
    {
        var random = new Random(5);
        int[] labels = [.. Enumerable.Range(0, 400).Select(_ => random.Next(-1, Classes + 1))];
        return new(Dimension, [.. labels.SelectMany(label => Unit(label > 0 ? label - 1 : random.Next(Classes, Dimension)))], labels);
    }

    private static float[] Unit(int axis)
    {
        var row = new float[Dimension];
        row[axis] = 1;
        return row;
    }
}
