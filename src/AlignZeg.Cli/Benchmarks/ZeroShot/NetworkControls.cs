using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Rows that train nothing: the frozen CLIP given the true masks, and reading every patch by itself. Labelled once, measured under every split.</summary>
internal sealed class NetworkControls
{
    /// <summary>Names of the rows.</summary>
    public const string GivenMasks = "true masks, frozen CLIP", Dense = "dense CLIP, no training";

    /// <summary>How many there are, each once per split.</summary>
    public const int Rows = 2;

    private readonly NetworkScenes _scenes;
    private readonly IReadOnlyList<SegmentedImage> _given, _dense, _denseCalibration;

    /// <param name="scenes">Figures are from its test scenes.</param> <param name="clip">Bundle whose CLIP it is.</param> <param name="templates">In which it reads names.</param> <param name="cancellationToken">Stops between scenes.</param>
    public NetworkControls(NetworkScenes scenes, string clip, IReadOnlyList<string> templates, CancellationToken cancellationToken)
    {
        _scenes = scenes;
        using var embedder = RegionEmbedder.Load(clip);
        float[] text = embedder.EmbedNames([.. Names], templates);
        _given = [.. scenes.Test.Select(picture => NameObjects(embedder, text, picture, cancellationToken))];
        using var dense = DenseClip.Load(clip);
        var classifier = new Classifier(text.Length / Names.Count, text, [], new bool[Names.Count]);
        IReadOnlyList<SegmentedImage> Read(TrainingImage[] pictures) => [.. pictures.Select(picture =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return dense.Segment(NetworkScenes.InputOf(picture), classifier);
        })];
        (_dense, _denseCalibration) = (Read(scenes.Test), Read(scenes.Calibration));
    }

    private IReadOnlyList<string> Names => [.. _scenes.World.Materials.Select(material => material.Name)];

    /// <summary>Both rows under a split; the dense one's claim threshold is picked on seen classes, as every row's is.</summary>
    public IEnumerable<RegionResult> Under(IReadOnlyList<bool> seen, int split)
    {
        var (judge, held) = (NetworkJudge.Of(Names, seen), NetworkJudge.OfHeldOut(Names, seen, seen));
        var (truth, calibration) = (TruthOf(_scenes.Test, judge), TruthOf(_scenes.Calibration, held));
        double claim = NetworkScoring.PickClaim(_denseCalibration, calibration, judge.Ids, held.Split, Names.Count + 1);
        yield return Result(GivenMasks, split, NetworkScoring.Measure(NetworkScoring.Count(_given, truth, judge.Ids, 0, Names.Count + 1), judge.Split));
        yield return Result(Dense, split, NetworkScoring.Measure(NetworkScoring.Count(_dense, truth, judge.Ids, claim, Names.Count + 1), judge.Split));
    }

    private static RegionResult Result(string row, int split, RegionFigures figures) => new(row, split, 0, figures, figures, 0, null, null, null);

    private static ushort[][] TruthOf(TrainingImage[] pictures, NetworkJudge judge) => [.. pictures.Select(picture => NetworkScoring.TruthOf(picture, judge.Counted))];

    /// <summary>Every object as the class whose name is nearest to its embedding; everything else is background.</summary>
    private static SegmentedImage NameObjects(RegionEmbedder embedder, float[] text, TrainingImage picture, CancellationToken cancellationToken)
    {
        var labels = new ushort[picture.Labels.Length];
        Array.Fill(labels, SegmentedImage.Unclaimed);
        byte[] objects = [.. picture.Labels.Where(label => label is > 0 and not TrainingImage.Ignored).Distinct().Order()];
        if (objects.Length == 0) return new(labels, new byte[labels.Length]);
        var regions = embedder.Embed([new(picture, [.. objects.Select(label => new Region(Array.ConvertAll(picture.Labels, at => at == label), label))])], cancellationToken);
        int dimension = regions.Dimension;
        foreach (var (i, label) in objects.Index())
        {
            ushort named = (ushort)Enumerable.Range(0, text.Length / dimension).MaxBy(c => Enumerable.Range(0, dimension).Sum(d => regions.Embeddings[i * dimension + d] * text[c * dimension + d]));
            for (int at = 0; at < labels.Length; at++)
                if (picture.Labels[at] == label) labels[at] = named;
        }

        return new(labels, [.. labels.Select(_ => byte.MaxValue)]);
    }
}
