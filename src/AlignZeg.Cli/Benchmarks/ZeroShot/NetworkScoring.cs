using AlignZeg.Cli.Calibration;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>From label maps and masks to figures; plain numbers.</summary>
internal static class NetworkScoring
{
    private const int LeastPixels = 30;
    private const double Found = .5;

    /// <summary>Truth of a scene as a judge may read it: objects of classes that do not count are ignored.</summary>
    /// <param name="picture">With masks of all classes.</param> <param name="counted">Per class whether its pixels count.</param>
    public static ushort[] TruthOf(TrainingImage picture, IReadOnlyList<bool> counted) =>
        Array.ConvertAll(picture.Labels, label => label > 0 && label != TrainingImage.Ignored && !counted[label - 1] ? (ushort)TrainingImage.Ignored : label);

    /// <summary>Counts pixels at a claim threshold.</summary>
    /// <param name="said">Labels without a threshold, confidences being scores.</param> <param name="truth">Of the same scenes.</param>
    /// <param name="ids">Label id of every class of the classifier.</param> <param name="claim">Score below which a pixel is background, 0..1.</param> <param name="classes">Of all labels, background included.</param>
    public static ConfusionMatrix Count(IReadOnlyList<SegmentedImage> said, IReadOnlyList<ushort[]> truth, IReadOnlyList<int> ids, double claim, int classes)
    {
        var matrix = new ConfusionMatrix(classes);
        foreach (var (i, image) in said.Index()) matrix.Add(IdsOf(image, ids, claim), truth[i]);
        return matrix;
    }

    /// <summary>Label ids at a claim threshold, 0 where nothing claims a pixel.</summary>
    /// <param name="said">Labelled without a threshold, confidences being scores.</param> <param name="ids">Label id of every class of the classifier.</param> <param name="claim">0..1.</param>
    public static ushort[] IdsOf(SegmentedImage said, IReadOnlyList<int> ids, double claim)
    {
        double least = claim * byte.MaxValue;
        return [.. said.Labels.Select((label, at) => label != SegmentedImage.Unclaimed && said.Confidence[at] >= least ? (ushort)ids[label] : (ushort)0)];
    }

    /// <summary>The claim threshold that suits the classes of S, as training picks the shipped model's (<see cref="ClaimCounts.LowestForSeen"/>).</summary>
    /// <param name="said">Labels without a threshold, confidences being scores.</param> <param name="truth">Of the same scenes.</param>
    /// <param name="ids">Label id of every class of the classifier.</param> <param name="split">Only its S is read.</param> <param name="classes">Of all labels, background included.</param>
    public static double PickClaim(IReadOnlyList<SegmentedImage> said, IReadOnlyList<ushort[]> truth, IReadOnlyList<int> ids, ClassSplit split, int classes)
    {
        var counts = new ClaimCounts(classes);
        foreach (var (i, image) in said.Index()) counts.Add(image, ids, truth[i]);
        return counts.LowestForSeen(split).Threshold;
    }

    /// <summary>S and U as mean IoU, accuracy on background, and where pixels of unseen classes go, in percent.</summary>
    public static RegionFigures Measure(ConfusionMatrix matrix, ClassSplit split)
    {
        var scores = SegmentationScores.Of(matrix, split);
        var (seen, unseen) = (split.Seen.ToHashSet(), split.Unseen.ToHashSet());
        double Share(Func<ConfusionCell, bool> part, Func<ConfusionCell, bool> whole)
        {
            long all = matrix.Cells.Where(whole).Sum(cell => cell.Pixels);
            return all == 0 ? 0 : 100.0 * matrix.Cells.Where(cell => whole(cell) && part(cell)).Sum(cell => cell.Pixels) / all;
        }

        bool OfUnseen(ConfusionCell cell) => unseen.Contains(cell.Truth);
        return new(100 * (scores.MeanIouSeen ?? 0), 100 * (scores.MeanIouUnseen ?? 0), Share(cell => cell.Predicted == 0, cell => cell.Truth == 0),
            Share(cell => cell.Predicted is { } said && seen.Contains(said), OfUnseen), Share(cell => cell.Predicted == 0, OfUnseen));
    }

    /// <summary>For every object the proposal that fits it best.</summary>
    /// <param name="features">Masks of a scene.</param> <param name="picture">The scene.</param>
    public static IReadOnlyList<FittedObject> Fit(ImageFeatures features, TrainingImage picture)
    {
        int cells = features.Grid.Width * features.Grid.Height;
        var at = new byte[cells];
        for (int i = 0; i < cells; i++)
        {
            int x = (int)((i % features.Grid.Width + .5) * picture.Width / features.Grid.Width), y = (int)((i / features.Grid.Width + .5) * picture.Height / features.Grid.Height);
            at[i] = picture.Labels[y * picture.Width + x];
        }

        var labels = picture.Labels.Where(label => label is > 0 and not TrainingImage.Ignored).GroupBy(label => label).Where(group => group.Count() >= LeastPixels).Select(group => group.Key).Order();
        return [.. labels.Select(label => Enumerable.Range(0, features.Proposals).Select(n => new FittedObject(label, n, Overlap(features.Masks.AsSpan(n * cells, cells), at, label))).MaxBy(fit => fit.Overlap))];
    }

    /// <summary>Share of objects of the given classes that some mask overlaps by half (IoU), in percent.</summary>
    public static double Recall(IEnumerable<FittedObject> objects, IReadOnlyList<int> ids)
    {
        var counted = objects.Where(fit => ids.Contains(fit.Label)).ToArray();
        return counted.Length == 0 ? 0 : 100.0 * counted.Count(IsFound) / counted.Length;
    }

    /// <summary>Whether the mask fits its object.</summary>
    public static bool IsFound(FittedObject fit) => fit.Overlap >= Found;

    private static double Overlap(ReadOnlySpan<float> mask, byte[] at, byte label)
    {
        int both = 0, either = 0;
        for (int i = 0; i < at.Length; i++)
        {
            bool inside = mask[i] > 0, wanted = at[i] == label;
            if (inside && wanted) both++;
            if (inside || wanted) either++;
        }

        return either == 0 ? 0 : (double)both / either;
    }
}

/// <summary>An object and the proposal that fits it best.</summary>
/// <param name="Label">Id of its class.</param> <param name="Proposal">Index.</param> <param name="Overlap">IoU, 0..1.</param>
internal readonly record struct FittedObject(int Label, int Proposal, double Overlap);
