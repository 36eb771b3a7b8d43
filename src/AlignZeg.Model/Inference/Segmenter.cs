using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference.Tiles;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Inference;

/// <summary>A bundle on a device, behind <see cref="ISegmenter"/>.</summary>
public sealed class Segmenter : ISegmenter
{
    private readonly ModelBundle _bundle;
    private readonly Device _device;
    private readonly AlignZegConfig _config;
    private readonly ScalarType _type;
    private float[]? _seenText;

    internal Segmenter(ModelBundle bundle, AlignZegConfig config, string hash, Device device, Precision precision = Precision.Fp32)
    {
        (_bundle, _config, Hash, _device, _type) = (bundle, config, hash, device, precision.Type());
        if (precision == Precision.Fp32) return;
        _bundle.Clip.CastVision(_type);
        _bundle.Network.CastExtraction(_type);
    }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public long ResidentBytes => ModuleSize.Of(_bundle.Clip) + ModuleSize.Of(_bundle.Network);

    /// <inheritdoc/>
    public long TextRuns { get; private set; }

    /// <inheritdoc/>
    public long ImageRuns { get; private set; }

    /// <inheritdoc/>
    public bool HasFeatures => true;

    private ClassTexts Texts => new(_bundle.Clip, _bundle.Tokenizer);

    /// <summary>Loads a bundle. Call it on the thread that will own the device.</summary>
    /// <param name="directory">Folder of the bundle.</param> <param name="device">"cpu", "cuda" or "cuda:N".</param>
    /// <param name="claimThreshold">In place of the bundle's own, for calibration; 0 leaves no pixel unclaimed.</param>
    /// <param name="adjust">Changes numbers that only inference reads, for calibration: gamma, theta and mode of the bias correction, the penalty of seen classes.</param>
    /// <param name="precision">Numbers that the towers compute in.</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other; or there is no such device.</exception>
    public static Segmenter Load(
        string directory, string device = "cpu", double? claimThreshold = null, Func<AlignZegConfig, AlignZegConfig>? adjust = null, Precision precision = Precision.Fp32)
    {
        var target = TorchDevices.Open(device);
        var bundle = ModelBundle.Load(directory, target);
        var config = bundle.Config.AlignZeg with { ClaimThreshold = claimThreshold ?? bundle.Config.AlignZeg.ClaimThreshold };
        config = adjust?.Invoke(config) ?? config;
        return new(bundle, config, precision.Mark(ModelBundle.HashOf(directory)), target, precision);
    }

    /// <summary>What <see cref="Hash"/> of the bundle will be, without loading it.</summary>
    /// <exception cref="ModelBundleException">Files are missing.</exception>
    public static string HashOf(string directory) => ModelBundle.HashOf(directory);

    /// <inheritdoc/>
    public InputSize InputSizeFor(int width, int height)
    {
        double scale = _config.ShortSide / (double)Math.Min(width, height);
        if (!_config.Padding) return new(Round(width * scale), Round(height * scale));
        scale = Math.Min(scale, _config.LongestSide / (double)Math.Max(width, height));
        return new(Whole(width * scale), Whole(height * scale));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Templates => _config.Templates;

    /// <inheritdoc/>
    public TextReport Inspect(string text) => Texts.Inspect(text);

    /// <inheritdoc/>
    public Classifier BuildClassifier(ClassifierRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var text = Texts.Embed(request, _config.Templates, _device, cancellationToken);                                                     // [C, D]
        TextRuns += request.Unknown.Length;
        var prototypes = _bundle.Network.Classification.Prototypes;                                                                         // [K, D]
        var nearest = prototypes.mm(text.mT).amax([1]).ToNumbers<float>();                                                                  // [K]
        var fitted = Enumerable.Range(0, nearest.Length).Where(k => nearest[k] <= _config.PrototypeCollision).Select(k => prototypes[k]).ToArray();
        var seen = _config.SeenClasses.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new((int)text.size(1), text.ToNumbers<float>(), fitted.Length == 0 ? [] : stack(fitted).ToNumbers<float>(), [.. request.Classes.Select(c => c.Any(seen.Contains))])
        {
            SeenText = SeenTextOf(request.KnownSeenText, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Each(batch, classifier, SegmentOne, cancellationToken);

        SegmentedImage SegmentOne(SegmenterInput input, DevicePrototypes prototypes) =>
            input.Tiled is { } tiled ? SegmentTiles(tiled, prototypes, cancellationToken) : ScoreOne(ExtractOne(input), input, prototypes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ImageFeatures> Extract(IReadOnlyList<SegmenterInput> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var results = new List<ImageFeatures>(batch.Count);
        using var none = no_grad();
        foreach (var input in batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (input.Tiled is not null) throw new NotSupportedException("An image in tiles has no features that are kept.");
            using var scope = NewDisposeScope();
            var (masks, embeddings) = ExtractOne(input);
            results.Add(new(input.Size, input.Width, input.Height, new((int)masks.size(3), (int)masks.size(2)), masks.ToNumbers<float>(), embeddings.ToNumbers<float>()));
        }

        return results;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SegmentedImage> Score(IReadOnlyList<ImageFeatures> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Each(batch, classifier, ScoreKept, cancellationToken);

        SegmentedImage ScoreKept(ImageFeatures features, DevicePrototypes prototypes)
        {
            var masks = tensor(features.Masks, [1, features.Proposals, features.Grid.Height, features.Grid.Width], device: _device);           // [1, N, h, w]
            var embeddings = tensor(features.Embeddings, [features.Proposals, classifier.Dimension], device: _device);                         // [N, D]
            return ScoreOne((masks, embeddings), new([], features.Size, features.Width, features.Height), prototypes);
        }
    }

    /// <summary>What this model makes of features of one with the same masks and no adapter: the image is not needed again.</summary>
    /// <param name="plain">Of a model whose embeddings are CLIP's own.</param>
    public IReadOnlyList<ImageFeatures> Adapt(IReadOnlyList<ImageFeatures> plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        using var none = no_grad();
        var results = new List<ImageFeatures>(plain.Count);
        foreach (var features in plain)
        {
            using var scope = NewDisposeScope();
            var embeddings = tensor(features.Embeddings, [features.Proposals, features.Embeddings.Length / features.Proposals], device: _device); // [N, D]
            results.Add(features with { Embeddings = _bundle.Network.Classification.Adapt(embeddings).ToNumbers<float>() });
        }

        return results;
    }

    /// <summary>How unseen the indicator takes proposals to be, before theta.</summary>
    /// <param name="features">Of an image.</param> <param name="classifier">Of this model.</param>
    /// <returns>u, [N]; empty where the model has no indicator, or the classifier no seen class.</returns>
    public float[] Unseenness(ImageFeatures features, Classifier classifier)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(classifier);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var prototypes = new DevicePrototypes(classifier, _device);
        if (!prototypes.HasSeen || _bundle.Network.Indicator is not { } indicator) return [];
        var embeddings = tensor(features.Embeddings, [features.Proposals, classifier.Dimension], device: _device);                         // [N, D]
        return indicator.Unseenness(embeddings, prototypes.SeenText, _bundle.Clip.Temperature).ToNumbers<float>();                         // [N]
    }

    /// <inheritdoc/>
    public void WarmUp()
    {
        long before = ImageRuns;
        int dimension = _bundle.Clip.Config.ProjectionDim, side = Math.Min(_config.ShortSide, 4 * _config.Multiple);
        Segment([new(new byte[3 * side * side], new(side, side), side, side)], new(dimension, new float[dimension], [], [false]));
        ImageRuns = before;
    }

    /// <inheritdoc/>
    public void Dispose() => _bundle.Dispose();

    // One image at a time: matrix kernels pick their blocking by the batch's shape, and a result must not depend on its neighbours (invariant 5).
    private List<SegmentedImage> Each<T>(IReadOnlyList<T> batch, Classifier classifier, Func<T, DevicePrototypes, SegmentedImage> segment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var results = new List<SegmentedImage>(batch.Count);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var prototypes = new DevicePrototypes(classifier, _device);
        if (_bundle.Network.Correction.ReadsSeenClasses && prototypes.HasSeen && classifier.SeenPrototypes == 0)
            throw new ArgumentException("The classifier was made without the model's seen classes, which its bias correction looks at. Build it with this model.", nameof(classifier));
        foreach (var one in batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var image = NewDisposeScope();
            results.Add(segment(one, prototypes));
        }

        return results;
    }

    /// <summary>What does not depend on the classes: mask logits M, [1, N, h, w], and adapted proposal embeddings, [N, D], both in 32 bits.</summary>
    private (Tensor Masks, Tensor Embeddings) ExtractOne(SegmenterInput input)
    {
        ImageRuns++;
        using var scope = NewDisposeScope();
        var image = PixelTensor.Normalise(PixelTensor.Of([input.Rgb], input.Size.Width, input.Size.Height, _device));                   // [1, 3, H, W]
        if (FrameOf(input.Size) is { } frame) image = frame.Pad(image);                                                                 // [1, 3, H, W] of the frame
        var features = _bundle.Network.ReadClip(_bundle.Clip, image = image.to(_type));
        var proposals = _bundle.Network.Extraction.Extract(image, features, lastOnly: true)[^1];
        var embeddings = _bundle.Clip.EmbedRegions(features, proposals.Bias).to(ScalarType.Float32);                                    // [1, N, D]
        var adapted = _bundle.Network.Classification.Adapt(embeddings).squeeze(0);                                                      // [N, D]
        return (proposals.Masks.to(ScalarType.Float32).MoveToOuterDisposeScope(), adapted.MoveToOuterDisposeScope());
    }

    private SegmentedImage ScoreOne((Tensor Masks, Tensor Embeddings) proposals, SegmenterInput input, DevicePrototypes prototypes)
    {
        using var scope = NewDisposeScope();
        var (scores, penalty) = ClassScores(proposals.Embeddings, prototypes);
        return SemanticMap.Compose(proposals.Masks, scores, input.Width, input.Height, _config.ClaimThreshold, penalty, FrameOf(input.Size), prototypes.Abstention);
    }

    private SegmentedImage SegmentTiles(TiledInput tiled, DevicePrototypes prototypes, CancellationToken cancellationToken)
    {
        return TiledMap.Of(tiled, Read, _config.ClaimThreshold, prototypes.Abstention, cancellationToken);

        TileScores Read(SegmenterInput tile)
        {
            var (masks, embeddings) = ExtractOne(tile);
            using var read = embeddings;
            var (scores, penalty) = ClassScores(embeddings, prototypes);
            return new ProposalTile(masks, scores, penalty, FrameOf(tile.Size), new(tile.Width, tile.Height));
        }
    }

    /// <summary>p of the classes, corrected, [N, C], and what is taken off every pixel, [C]; the embeddings are [N, D].</summary>
    private (Tensor Scores, Tensor? Penalty) ClassScores(Tensor adapted, DevicePrototypes prototypes)
    {
        using var scope = NewDisposeScope();
        var logits = ProposalClassifier.Logits(adapted, prototypes.Text, prototypes.Background, _bundle.Clip.Temperature);              // [N, C+K]
        var unseenness = prototypes.HasSeen ? _bundle.Network.Indicator?.Unseenness(adapted, prototypes.SeenText, _bundle.Clip.Temperature) : null; // [N]
        var scores = SeenCorrection.Scores(logits, prototypes.Seen, unseenness, _config.Correction);                                    // [N, C]
        var penalty = _config.SeenPenalty > 0 ? _config.SeenPenalty * prototypes.Seen : null;                                           // [C]
        return (scores.MoveToOuterDisposeScope(), penalty?.MoveToOuterDisposeScope());
    }

    private PaddedFrame? FrameOf(InputSize size) => _config.Padding ? PaddedFrame.Of(size, _config.Multiple) : null;

    // Once a model, not once a vocabulary: a large one has thousands of prompts.
    private float[] SeenTextOf(float[] known, CancellationToken cancellationToken)
    {
        if (!_bundle.Network.Correction.ReadsSeenClasses || _config.SeenClasses.Count == 0) return [];
        if (known.Length > 0) _seenText ??= known;
        if (_seenText is null) TextRuns += _config.SeenClasses.Count;
        return _seenText ??= new TextEncoder(_bundle.Clip, _bundle.Tokenizer).EmbedClasses(
            [.. _config.SeenClasses.Select(name => (IReadOnlyList<string>)[name])], _config.Templates, _device, cancellationToken).ToNumbers<float>();
    }

    private static int Whole(double side) => Math.Max(1, (int)(side + .5)); // detectron2's ResizeShortestEdge

    private int Round(double side) =>
        Math.Clamp((int)Math.Round(side / _config.Multiple) * _config.Multiple, _config.ShortSide, _config.LongestSide);

    /// <summary>A classifier's numbers as tensors, for a batch.</summary>
    private sealed class DevicePrototypes(Classifier classifier, Device device)
    {
        /// <summary>Of the classifier.</summary>
        public Abstention? Abstention { get; } = classifier.Abstention;

        /// <summary>T, [C, D].</summary>
        public Tensor Text { get; } = tensor(classifier.Text, [classifier.Classes, classifier.Dimension], device: device);

        /// <summary>P, [K, D].</summary>
        public Tensor Background { get; } = tensor(classifier.Background, [classifier.Prototypes, classifier.Dimension], device: device);

        /// <summary>1 for seen classes, [C].</summary>
        public Tensor Seen { get; } = tensor(classifier.Seen.Select(s => s ? 1f : 0).ToArray(), device: device);

        /// <summary>T_S of the model, [Cs, D].</summary>
        public Tensor SeenText { get; } = tensor(classifier.SeenText, [classifier.SeenPrototypes, classifier.Dimension], device: device);

        /// <summary>Whether the vocabulary has a seen class: else there is nothing to correct.</summary>
        public bool HasSeen { get; } = classifier.Seen.Any(s => s);
    }
}
