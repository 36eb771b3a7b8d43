using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Training;

/// <summary>
/// Scores of a segmenter on fresh scenes of the embedded world, for every claim threshold at once: each pixel comes with its best class and that class's score, and a
/// threshold decides afterwards whether it is claimed.
/// </summary>
internal sealed class WorldScores
{
    private const double SeenTolerance = .01;
    private static readonly double[] Grid = [.. Enumerable.Range(1, 17).Select(i => i / 20.0)];

    private readonly World _world;
    private readonly ConfusionMatrix[] _matrices;
    private readonly IReadOnlyList<bool>? _scored;
    private readonly ClassSplit _split;

    /// <param name="world">The classes.</param>
    /// <param name="scored">Per class whether it counts; null = all. The pixels of the others are ignored, and they are in no mean: one stray pixel called so would count as a class that is nowhere found. Everything that picks a number gives the classes whose masks training saw.</param>
    public WorldScores(World world, IReadOnlyList<bool>? scored = null)
    {
        (_world, _scored, _split) = (world, scored, SplitOf(world, scored));
        _matrices = [.. Grid.Select(_ => new ConfusionMatrix(world.Materials.Count + 1))];
    }

    /// <summary>The classes of the world as a classifier's request.</summary>
    public static ClassifierRequest RequestOf(World world) => new([.. world.Materials.Select(m => (IReadOnlyList<string>)[m.Name])], []);

    /// <summary>The seen and the unseen classes by label id.</summary>
    /// <param name="world">The classes.</param> <param name="scored">Per class whether it is in either; null = all are.</param>
    public static ClassSplit SplitOf(World world, IReadOnlyList<bool>? scored = null) => new(Ids(world, seen: true, scored), Ids(world, seen: false, scored));

    /// <summary>Draws scenes of the sizes that users have, shrunk as the labelling path does, with their truth.</summary>
    /// <param name="world">The classes.</param> <param name="inputSize">The model's input size for a picture.</param>
    /// <param name="count">Number of scenes.</param> <param name="seed">Of the scenes.</param> <param name="visit">Gets every picture and its truth.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    public static void ForEach(World world, Func<int, int, InputSize> inputSize, int count, long seed, Action<SegmenterInput, LabelMap> visit, CancellationToken cancellationToken)
    {
        var sampler = new SceneSampler(world, seed);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (width, height) = WorldWriter.DrawSize(new SeededRandom(seed, i, 2));
            var scene = sampler.Draw(i, width, height);
            var size = inputSize(width, height);
            visit(new(BicubicResize.Resize(scene.Image, size.Width, size.Height).Pixels, size, width, height), scene.Truth);
        }
    }

    /// <summary>Adds what a segmenter makes of fresh scenes.</summary>
    /// <param name="inputSize">The model's input size for a picture.</param>
    /// <param name="segment">A picture to labels without a threshold, confidences being scores.</param>
    /// <param name="count">Number of scenes.</param> <param name="seed">Of the scenes.</param> <param name="cancellationToken">Stops between scenes.</param>
    public void Add(Func<int, int, InputSize> inputSize, Func<SegmenterInput, SegmentedImage> segment, int count, long seed, CancellationToken cancellationToken) =>
        ForEach(_world, inputSize, count, seed, (input, truth) => Add(segment(input), truth), cancellationToken);

    /// <summary>The threshold with the best harmonic IoU, and the scores at it: for rows that are to look as good as they can.</summary>
    public (double Threshold, SegmentationScores Scores) Best() => Rows().MaxBy(row => row.Scores.HarmonicIou);

    /// <summary>
    /// The lowest threshold that costs seen classes at most a point of mean IoU. Ours: masks of seen classes were trained and score higher than those of unseen ones ever
    /// will, so the threshold that is best for them to the last tenth turns unseen objects into background.
    /// </summary>
    public (double Threshold, SegmentationScores Scores) LowestForSeen()
    {
        double? best = Rows().Max(row => row.Scores.MeanIouSeen);
        return Rows().First(row => row.Scores.MeanIouSeen >= best - SeenTolerance);
    }

    private IEnumerable<(double Threshold, SegmentationScores Scores)> Rows() =>
        Grid.Zip(_matrices, (threshold, matrix) => (threshold, SegmentationScores.Of(matrix, _split)));

    private void Add(SegmentedImage result, LabelMap truth)
    {
        var expected = _scored is { } scored ? Array.ConvertAll(truth.Ids, id => id > 0 && !scored[id - 1] ? LabelMap.Ignore8 : id) : truth.Ids;
        var predicted = new ushort[expected.Length];
        for (int t = 0; t < Grid.Length; t++)
        {
            double claim = Grid[t] * byte.MaxValue;
            for (int p = 0; p < predicted.Length; p++) predicted[p] = result.Confidence[p] >= claim ? (ushort)(result.Labels[p] + 1) : (ushort)0;
            _matrices[t].Add(predicted, expected);
        }
    }

    private static int[] Ids(World world, bool seen, IReadOnlyList<bool>? scored) =>
        [.. Enumerable.Range(1, world.Seen.Count).Where(id => world.Seen[id - 1] == seen && scored?[id - 1] != false)];
}
