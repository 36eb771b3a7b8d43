using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.ZeroShot;

/// <summary>The study on points in space: twelve classes whose embeddings lean towards the next name, so that there is something to learn.</summary>
public sealed class RegionStudyTests
{
    private const int Classes = 12, Dimension = 24, Steps = 60;
    private const double BackgroundAccuracy = .8;
    private static readonly int[] Stops = [5, 20, 60];
    private static readonly bool[] Seen = [.. Enumerable.Range(0, Classes).Select(i => i % 4 != 3)];

    [Fact]
    public void Oracle_IsBeatenByNoRow_WithinABand()
    {
        const double Band = 3;
        var study = new RegionStudy(Data(), Steps, BackgroundAccuracy, Stops);

        var results = RegionRow.All.Select(row => study.Run(row, Seen, split: 0, seed: 1, TestContext.Current.CancellationToken)).ToList();

        double oracle = results.Single(result => result.Row == RegionRow.Upper).Plain.Harmonic;
        Assert.All(results, result => Assert.InRange(RegionTable.Best(result).Harmonic, 0, oracle + Band));
        Assert.InRange(oracle, results.Single(result => result.Row == RegionRow.Base).Plain.Harmonic + Band, 100);
    }

    [Fact]
    public void Pick_ReadsHeldOutSeenClassesOnly()
    {
        var (data, token) = (Data(), TestContext.Current.CancellationToken);
        float[] Poison(RegionSet set) => [.. set.Embeddings.Select((value, i) => set.Labels[i / Dimension] is var label && label > 0 && !Seen[label - 1] ? float.NaN : value)];
        var poisoned = Hidden(data) with { Calibration = data.Calibration with { Embeddings = Poison(data.Calibration) } };

        foreach (var row in RegionRow.All.Where(row => row.Name is RegionRow.Base or RegionRow.Full))
        {
            var picked = new RegionStudy(data, Steps, BackgroundAccuracy, Stops).Pick(row.Recipe, Seen, token);
            Assert.NotEqual(0, picked.Stacking.Gamma); // the first of all would be picked from nothing
            Assert.Equal(picked, new RegionStudy(poisoned, Steps, BackgroundAccuracy, Stops).Pick(row.Recipe, Seen, token));
        }

        bool[] kept = RegionStudy.Kept(Seen, 1);
        Assert.All(kept.Zip(Seen), pair => Assert.True(pair.Second || !pair.First));
        Assert.Equal(Seen.Count(seen => seen) - 2, kept.Count(k => k));
    }

    [Fact]
    public void Run_OfARowThatStopsEarly_TrainsAsManySteps_AsHeldOutSeenClassesLikeBest()
    {
        var (data, token) = (Data(), TestContext.Current.CancellationToken);
        var row = RegionRow.All.Single(row => row.Name == RegionRow.Stopped);
        var recipe = row.Recipe with { Losses = row.Recipe.Losses with { Seed = 1 } };
        var poisoned = Hidden(data) with { Calibration = data.Calibration with { Embeddings = Array.ConvertAll(data.Calibration.Embeddings, _ => float.NaN) } };

        var stopped = new RegionStudy(data, Steps, BackgroundAccuracy, Stops).Run(row, Seen, split: 0, seed: 1, token);

        Assert.Equal(new RegionStudy(poisoned, Steps, BackgroundAccuracy, Stops).StepsOf(recipe, Seen, token), stopped.Steps);
        Assert.NotEqual(Stops[0], stopped.Steps); // the first of all would be picked from nothing
        var plain = new RegionStudy(data, stopped.Steps!.Value, BackgroundAccuracy, []).Run(row with { StopsEarly = false, Recipe = row.Recipe.After(stopped.Steps.Value) }, Seen, split: 0, seed: 1, token);
        Assert.Equal((plain.Plain, plain.Stacked, plain.Gamma), (stopped.Plain, stopped.Stacked, stopped.Gamma));
        Assert.Null(plain.Steps);
    }

    /// <summary>Names of unseen classes and the test set are no numbers.</summary>
    private static RegionData Hidden(RegionData data) => data with
    {
        Text = [.. data.Text.Select((value, i) => Seen[i / Dimension] ? value : float.NaN)], Test = data.Test with { Embeddings = Array.ConvertAll(data.Test.Embeddings, _ => float.NaN) },
    };

    private static RegionData Data()
    {
        float[] text = [.. Enumerable.Range(0, Classes).SelectMany(i => Direction(100 + i))];
        return new(Draw(1, 900, text), Draw(2, 400, text), Draw(3, 500, text), text, Temperature: 20);
    }

    private static RegionSet Draw(int seed, int count, float[] text)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? 0 : 1 + random.Next(Classes))];
        float[] common = Direction(7);
        IEnumerable<float> Point(int label)
        {
            float[] name = label == 0 ? Direction(200 + random.Next(3)) : text[((label - 1) * Dimension)..(label * Dimension)];
            float[] turned = label == 0 ? Direction(8) : text[(label % Classes * Dimension)..((label % Classes + 1) * Dimension)];
            return Unit([.. name.Select((value, i) => .5f * value + .7f * turned[i] + .5f * common[i] + .5f * (float)(random.NextDouble() - .5))]);
        }

        return new(Dimension, [.. labels.SelectMany(Point)], labels);
    }

    private static float[] Direction(int seed)
    {
        var random = new Random(seed);
        return Unit([.. Enumerable.Range(0, Dimension).Select(_ => (float)(random.NextDouble() - .5))]);
    }

    private static float[] Unit(float[] row)
    {
        float length = MathF.Sqrt(row.Sum(value => value * value));
        return Array.ConvertAll(row, value => value / length);
    }
}
