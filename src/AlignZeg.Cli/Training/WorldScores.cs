using AlignZeg.Cli.Calibration;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Training;

/// <summary>Scores of a segmenter on fresh scenes of the embedded world, for every claim threshold at once.</summary>
internal sealed class WorldScores
{
    private readonly World _world;
    private readonly ClaimCounts _counts;
    private readonly int[] _ids;
    private readonly IReadOnlyList<bool>? _scored;
    private readonly ClassSplit _split;

    /// <param name="world">The classes.</param>
    /// <param name="scored">Per class whether it counts; null = all. The pixels of the others are ignored, and they are in no mean: one stray pixel called so would count as a class that is nowhere found. Everything that picks a number gives the classes whose masks training saw.</param>
    public WorldScores(World world, IReadOnlyList<bool>? scored = null)
    {
        (_world, _scored, _split) = (world, scored, SplitOf(world, scored));
        (_counts, _ids) = (new(world.Materials.Count + 1), [.. Enumerable.Range(1, world.Materials.Count)]);
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

    /// <summary>See <see cref="ClaimCounts.Best"/>.</summary>
    public (double Threshold, SegmentationScores Scores) Best() => _counts.Best(_split);

    /// <summary>See <see cref="ClaimCounts.LowestForSeen"/>.</summary>
    public (double Threshold, SegmentationScores Scores) LowestForSeen() => _counts.LowestForSeen(_split);

    private void Add(SegmentedImage result, LabelMap truth) =>
        _counts.Add(result, _ids, _scored is { } scored ? Array.ConvertAll(truth.Ids, id => id > 0 && !scored[id - 1] ? LabelMap.Ignore8 : id) : truth.Ids);

    private static int[] Ids(World world, bool seen, IReadOnlyList<bool>? scored) =>
        [.. Enumerable.Range(1, world.Seen.Count).Where(id => world.Seen[id - 1] == seen && scored?[id - 1] != false)];
}
