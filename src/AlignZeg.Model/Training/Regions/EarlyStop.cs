namespace AlignZeg.Model.Training.Regions;

/// <summary>
/// How many steps classification should take, by classes that it was not trained on. Ours: the gap between seen and unseen classes grows with training, so a training that ends early enough has a small one whatever its
/// losses are, and some seen classes that are held out can tell when that is. Seconds, since regions are embedded already.
/// </summary>
public static class EarlyStop
{
    /// <summary>The number of steps, the lowest of those that are equally good, after which h is best: the harmonic mean of the mean accuracies of classes that were trained on and of those that were held out, background to choose from as well, no
    /// score corrected.</summary>
    /// <param name="regions">What is trained on and what judges.</param> <param name="text">T_S, [Cs, D] row-major.</param> <param name="temperature">tau.</param>
    /// <param name="recipe">Of the classification; its steps are not read.</param> <param name="stops">Among which to pick.</param> <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="ArgumentException">There are no stops.</exception>
    public static int Pick(HeldOutRegions regions, float[] text, float temperature, RegionRecipe recipe, IReadOnlyList<int> stops, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(stops);
        if (stops.Count == 0) throw new ArgumentException("Picking a number of steps needs numbers to pick from.", nameof(stops));
        var (training, judging, kept) = regions;
        return stops.Order().MaxBy(steps =>
        {
            using var model = RegionClassifier.Train(training, kept, new Names(text, training.Dimension), temperature, recipe.After(steps), cancellationToken);
            return Harmonic(model.Score(judging, text), judging.Labels, kept);
        });
    }

    private static double Harmonic(RegionLogits logits, int[] labels, IReadOnlyList<bool> kept)
    {
        var right = labels.Index().GroupBy(one => one.Item, one => SaidOf(logits, one.Index) == one.Item ? 1.0 : 0);
        var accuracies = right.ToLookup(group => kept[group.Key - 1], group => group.Average());
        double seen = accuracies[true].DefaultIfEmpty().Average(), unseen = accuracies[false].DefaultIfEmpty().Average();
        return seen + unseen == 0 ? 0 : 2 * seen * unseen / (seen + unseen);
    }

    private static int SaidOf(RegionLogits logits, int row)
    {
        var scores = logits.Classes.AsSpan(row * logits.Count, logits.Count);
        int best = 0;
        for (int i = 1; i < scores.Length; i++) if (scores[i] > scores[best]) best = i;
        return logits.Background[row] >= scores[best] ? 0 : best + 1;
    }

    private sealed class Names(float[] text, int dimension) : IClassPrototypes
    {
        public ReadOnlySpan<float> Of(int index) => text.AsSpan(index * dimension, dimension);
    }
}
