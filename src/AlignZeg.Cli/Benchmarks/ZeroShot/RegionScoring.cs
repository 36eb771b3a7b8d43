using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>From logits to figures; plain numbers.</summary>
internal static class RegionScoring
{
    /// <summary>What background logits must be raised by so that the given share of background regions is recognised.</summary>
    /// <param name="accuracy">0..1.</param>
    /// <param name="logits">Of regions.</param> <param name="labels">Of them; only background counts, so that no class can leak through this number.</param>
    /// <param name="seen">Per column.</param> <param name="correction">Applied before.</param>
    public static double BackgroundBias(RegionLogits logits, int[] labels, IReadOnlyList<bool> seen, ScoreCorrection correction, double accuracy)
    {
        double[] needed = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == 0)
            .Select(row => Best(logits, row, seen, correction).Score - logits.Background[row]).Order()];
        return needed.Length == 0 ? 0 : needed[(int)Math.Clamp(Math.Ceiling(accuracy * needed.Length) - 1, 0, needed.Length - 1)];
    }

    /// <summary>Figures of regions at a bias and a correction.</summary>
    /// <param name="logits">Columns are all classes to choose from.</param> <param name="labels">0 background, column + 1 a class.</param> <param name="seen">Per column.</param>
    /// <param name="correction">Of seen classes.</param> <param name="bias">Of background.</param>
    public static RegionFigures Measure(RegionLogits logits, int[] labels, IReadOnlyList<bool> seen, ScoreCorrection correction, double bias)
    {
        var (hits, counts) = (new int[seen.Count + 1], new int[seen.Count + 1]);
        int unseen = 0, toSeen = 0, toBackground = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            var (column, score) = Best(logits, row, seen, correction);
            int said = logits.Background[row] + bias >= score ? 0 : column + 1;
            counts[labels[row]]++;
            if (said == labels[row]) hits[labels[row]]++;
            if (labels[row] == 0 || seen[labels[row] - 1]) continue;
            unseen++;
            if (said == 0) toBackground++;
            else if (seen[said - 1]) toSeen++;
        }

        double Share(int part, int whole) => whole == 0 ? 0 : 100.0 * part / whole;
        double Mean(bool of) => Enumerable.Range(1, seen.Count).Where(id => seen[id - 1] == of && counts[id] > 0).Select(id => Share(hits[id], counts[id])).DefaultIfEmpty().Average();
        return new(Mean(true), Mean(false), Share(hits[0], counts[0]), Share(toSeen, unseen), Share(toBackground, unseen));
    }

    /// <summary>Area under the ROC curve of unseenness, unseen objects against seen ones; null without an indicator. Source: Mann and Whitney's U, ties count half.</summary>
    public static double? Auroc(RegionLogits logits, int[] labels, IReadOnlyList<bool> seen)
    {
        if (logits.Unseenness.Length == 0) return null;
        float[] Of(bool which) => [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] > 0 && seen[labels[row] - 1] == which).Select(row => logits.Unseenness[row]).Order()];
        var (low, high) = (Of(true), Of(false));
        double wins = high.Sum(value => Below(low, value, orEqual: false) + Below(low, value, orEqual: true)) / 2.0;
        return low.Length * high.Length == 0 ? null : wins / ((double)low.Length * high.Length);
    }

    private static int Below(float[] sorted, float value, bool orEqual)
    {
        int from = 0, to = sorted.Length;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) from = middle + 1;
            else to = middle;
        }

        return from;
    }

    private static (int Column, double Score) Best(RegionLogits logits, int row, IReadOnlyList<bool> seen, ScoreCorrection correction)
    {
        double lowered = logits.Unseenness.Length == 0 || logits.Unseenness[row] > correction.Theta ? correction.Gamma : 0;
        var (best, most) = (0, double.NegativeInfinity);
        for (int column = 0; column < seen.Count; column++)
        {
            double score = logits.Classes[row * seen.Count + column] - (seen[column] ? lowered : 0);
            if (score > most) (best, most) = (column, score);
        }

        return (best, most);
    }
}
