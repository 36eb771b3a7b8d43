using AlignZeg.Cli.Calibration;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>A trained bundle on a set of scenes: they are read once, and labelled as often as corrections are tried.</summary>
internal sealed class NetworkReading : IDisposable
{
    private const int Background = 1;

    private readonly string _bundle;
    private readonly Segmenter _segmenter;
    private readonly NetworkJudge _judge;
    private readonly Classifier _classifier;
    private readonly IReadOnlyList<ImageFeatures> _features;
    private readonly ushort[][] _truth;
    private readonly Lazy<IReadOnlyList<FittedObject>[]> _fitted; // once: masks are the same whatever is corrected

    /// <param name="bundle">Folder.</param> <param name="judge">Which classes there are to choose from and which count.</param> <param name="pictures">With masks of all classes.</param>
    /// <param name="plain">What the same masks give without an adapter, or null to read the pictures.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    public NetworkReading(string bundle, NetworkJudge judge, TrainingImage[] pictures, IReadOnlyList<ImageFeatures>? plain, CancellationToken cancellationToken)
    {
        (_bundle, _judge, _segmenter) = (bundle, judge, Segmenter.Load(bundle));
        _classifier = _segmenter.BuildClassifier(new([.. judge.Ids.Select(id => (IReadOnlyList<string>)[judge.Names[id - 1]])], []), cancellationToken);
        _features = plain is null ? Read(_segmenter, pictures, cancellationToken) : _segmenter.Adapt(plain);
        _truth = [.. pictures.Select(picture => NetworkScoring.TruthOf(picture, judge.Counted))];
        _fitted = new(() => [.. _features.Zip(pictures, NetworkScoring.Fit)]);
    }

    /// <summary>The same bundle on the scenes that claim thresholds are picked on; disposed with this. Default: null, they are picked on its own.</summary>
    public NetworkReading? ClaimsFrom { get; init; }

    /// <summary>What a model sees in scenes.</summary>
    public static IReadOnlyList<ImageFeatures> Read(Segmenter segmenter, TrainingImage[] pictures, CancellationToken cancellationToken) =>
        segmenter.Extract([.. pictures.Select(NetworkScenes.InputOf)], cancellationToken);

    /// <summary>Labels without a claim threshold, at a point of the S-U curve.</summary>
    public IReadOnlyList<SegmentedImage> Label(SweepPoint point, CancellationToken cancellationToken)
    {
        using var segmenter = Segmenter.Load(_bundle, claimThreshold: 0, adjust: point.Apply);
        return segmenter.Score(_features, _classifier, cancellationToken);
    }

    /// <summary>The claim threshold that suits the classes of S at a point: a correction lowers scores of seen classes, and one that was picked without it would call background what it takes from them.</summary>
    public double PickClaim(SweepPoint point, CancellationToken cancellationToken) => PickClaim(Label(point, cancellationToken));

    /// <summary>Figures at a point and the claim threshold that suits it.</summary>
    public RegionFigures At(SweepPoint point, CancellationToken cancellationToken)
    {
        var said = Label(point, cancellationToken);
        return Measure(said, ClaimAt(point, said, cancellationToken));
    }

    /// <summary>Figures at a point and a claim threshold.</summary>
    public RegionFigures At(SweepPoint point, double claim, CancellationToken cancellationToken) => Measure(Label(point, cancellationToken), claim);

    /// <summary>Label ids at a point and the claim threshold that suits it, 0 where nothing claims a pixel.</summary>
    public IReadOnlyList<ushort[]> Say(SweepPoint point, CancellationToken cancellationToken)
    {
        var said = Label(point, cancellationToken);
        double claim = ClaimAt(point, said, cancellationToken);
        return [.. said.Select(image => NetworkScoring.IdsOf(image, _judge.Ids, claim))];
    }

    /// <summary>AUROC of the indicator over proposals that fit an object, unseen classes against seen ones; null without an indicator.</summary>
    public double? Auroc()
    {
        var (unseenness, labels) = (new List<float>(), new List<int>());
        foreach (var (i, fits) in _fitted.Value.Index())
        {
            float[] all = _segmenter.Unseenness(_features[i], _classifier);
            if (all.Length == 0) return null;
            foreach (var fit in fits.Where(NetworkScoring.IsFound))
            {
                unseenness.Add(all[fit.Proposal]);
                labels.Add(fit.Label);
            }
        }

        bool[] seen = [.. Enumerable.Range(1, _judge.Names.Count).Select(_judge.Split.Seen.Contains)];
        return RegionScoring.Auroc(new RegionLogits(seen.Length, [], [], [.. unseenness]), [.. labels], seen);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ClaimsFrom?.Dispose();
        _segmenter.Dispose();
    }

    private RegionFigures Measure(IReadOnlyList<SegmentedImage> said, double claim) =>
        NetworkScoring.Measure(Count(said, claim), _judge.Split) with { Recall = NetworkScoring.Recall(_fitted.Value.SelectMany(fits => fits), _judge.Split.Unseen) };

    private double ClaimAt(SweepPoint point, IReadOnlyList<SegmentedImage> said, CancellationToken cancellationToken) => ClaimsFrom?.PickClaim(point, cancellationToken) ?? PickClaim(said);

    private double PickClaim(IReadOnlyList<SegmentedImage> said) => NetworkScoring.PickClaim(said, _truth, _judge.Ids, _judge.Split, _judge.Names.Count + Background);

    private ConfusionMatrix Count(IReadOnlyList<SegmentedImage> said, double claim) => NetworkScoring.Count(said, _truth, _judge.Ids, claim, _judge.Names.Count + Background);
}
