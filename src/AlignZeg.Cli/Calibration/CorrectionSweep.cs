using AlignZeg.Cli.Training;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Calibration;

/// <summary>
/// A model on fresh scenes of the embedded world at every point of a grid at once. Only seen classes of the world take part: those with masks in the model's training are S, the
/// held-out ones are U. Unseen classes are in no vocabulary here, and their pixels are ignored. Every point has the claim threshold that suits S there: a correction lowers scores of
/// seen classes, and a threshold that was picked without it would call background what it takes from them.
/// </summary>
internal sealed class CorrectionSweep : IDisposable
{
    private readonly World _world;
    private readonly int[] _ids;
    private readonly ClassSplit _split;
    private readonly Classifier _classifier;
    private readonly List<(SweepPoint Point, Segmenter Segmenter, ClaimCounts Counts)> _rows = [];

    /// <param name="world">The classes.</param> <param name="model">Folder of the model.</param> <param name="grid">What to measure.</param> <param name="cancellationToken">Stops the text tower.</param>
    public CorrectionSweep(World world, string model, IReadOnlyList<SweepPoint> grid, CancellationToken cancellationToken)
    {
        _world = world;
        _ids = [.. Enumerable.Range(1, world.Seen.Count).Where(id => world.Seen[id - 1])];
        foreach (var point in grid) _rows.Add((point, Segmenter.Load(model, claimThreshold: 0, adjust: point.Apply), new(world.Materials.Count + 1)));
        _classifier = _rows[0].Segmenter.BuildClassifier(new([.. _ids.Select(id => (IReadOnlyList<string>)[world.Materials[id - 1].Name])], []), cancellationToken);
        _split = new([.. _ids.Where((_, i) => _classifier.Seen[i])], [.. _ids.Where((_, i) => !_classifier.Seen[i])]);
    }

    /// <summary>Names of the held-out classes.</summary>
    public IReadOnlyList<string> HeldOut => [.. _split.Unseen.Select(id => _world.Materials[id - 1].Name)];

    /// <summary>Measures all points.</summary>
    /// <param name="count">Number of scenes.</param> <param name="seed">Of the scenes.</param> <param name="cancellationToken">Stops between scenes.</param>
    public IReadOnlyList<SweepPoint> Measure(int count, long seed, CancellationToken cancellationToken)
    {
        WorldScores.ForEach(_world, _rows[0].Segmenter.InputSizeFor, count, seed, (input, truth) => Add(input, truth, cancellationToken), cancellationToken);
        return [.. _rows.Select(row => Scored(row.Point, row.Counts.LowestForSeen(_split)))];
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.ForEach(row => row.Segmenter.Dispose());

    private void Add(SegmenterInput input, LabelMap truth, CancellationToken cancellationToken)
    {
        var known = Array.ConvertAll(truth.Ids, id => id > 0 && !_world.Seen[id - 1] ? LabelMap.Ignore8 : id);
        foreach (var (_, segmenter, counts) in _rows) counts.Add(segmenter.Segment([input], _classifier, cancellationToken)[0], _ids, known);
    }

    private static SweepPoint Scored(SweepPoint point, (double Claim, SegmentationScores Scores) at) =>
        point with { Claim = at.Claim, MiouSeen = at.Scores.MeanIouSeen, MiouUnseen = at.Scores.MeanIouUnseen, Hiou = at.Scores.HarmonicIou };
}
