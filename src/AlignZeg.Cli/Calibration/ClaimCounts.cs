using AlignZeg.Datasets.Metrics;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Calibration;

/// <summary>
/// Pixels counted at every claim threshold at once: each comes with its best class and that class's score, and a threshold decides afterwards whether it is claimed.
/// </summary>
/// <param name="classes">Of all labels, background included.</param>
internal sealed class ClaimCounts(int classes)
{
    private const double SeenTolerance = .01;
    private static readonly double[] Grid = [.. Enumerable.Range(1, 17).Select(i => i / 20.0)];
    private static readonly byte[] Passed = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(score => (byte)Grid.Count(claim => score >= claim * byte.MaxValue))]; // thresholds by score

    private readonly ConfusionMatrix[] _passing = [.. Enumerable.Range(0, Grid.Length + 1).Select(_ => new ConfusionMatrix(classes))]; // by how many thresholds a pixel passes

    /// <summary>The thresholds, ascending, 0..1.</summary>
    public static IReadOnlyList<double> Thresholds => Grid;

    /// <summary>Adds an image.</summary>
    /// <param name="said">Labelled without a threshold, confidences being scores.</param> <param name="ids">Label id of every class of the classifier.</param> <param name="truth">Ids; 255 is ignored.</param>
    public void Add(SegmentedImage said, IReadOnlyList<int> ids, ReadOnlySpan<ushort> truth)
    {
        var predicted = Array.ConvertAll(said.Labels, label => label == SegmentedImage.Unclaimed ? (ushort)0 : (ushort)ids[label]);
        for (int start = 0, end; start < predicted.Length; start = end)
        {
            byte passed = Passed[said.Confidence[start]];
            for (end = start + 1; end < predicted.Length && Passed[said.Confidence[end]] == passed;) end++;
            _passing[passed].Add(predicted.AsSpan(start, end - start), truth[start..end]);
        }
    }

    /// <summary>What there is at a threshold: pixels that do not pass it are background.</summary>
    /// <param name="threshold">Index in <see cref="Thresholds"/>.</param>
    public ConfusionMatrix At(int threshold)
    {
        var matrix = new ConfusionMatrix(classes);
        foreach (var (passed, counted) in _passing.Index())
            foreach (var cell in counted.Cells) matrix.Add(passed > threshold ? cell : cell with { Predicted = 0 });
        return matrix;
    }

    /// <summary>The threshold with the best harmonic IoU, and the scores at it: for rows that are to look as good as they can.</summary>
    public (double Threshold, SegmentationScores Scores) Best(ClassSplit split) => Rows(split).MaxBy(row => row.Scores.HarmonicIou);

    /// <summary>
    /// The lowest threshold that costs seen classes at most a point of mean IoU. Ours: masks of seen classes were trained and score higher than those of unseen ones ever
    /// will, so the threshold that is best for them to the last tenth turns unseen objects into background.
    /// </summary>
    /// <param name="split">Only its seen classes are read.</param>
    public (double Threshold, SegmentationScores Scores) LowestForSeen(ClassSplit split)
    {
        var rows = Rows(split).ToArray();
        double best = rows.Max(row => row.Scores.MeanIouSeen ?? 0);
        return rows.First(row => (row.Scores.MeanIouSeen ?? 0) >= best - SeenTolerance);
    }

    private IEnumerable<(double Threshold, SegmentationScores Scores)> Rows(ClassSplit split) => Grid.Select((claim, i) => (claim, SegmentationScores.Of(At(i), split)));
}
