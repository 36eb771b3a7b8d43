using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Model.Inference;

/// <summary>
/// Training-free dense segmentation by a published CLIP alone: every patch is embedded as if it stood for the picture, and gets the class whose text is nearest.
/// Source: ClearCLIP (Lan et al., ECCV 2024): the last block reads by self-attention of queries, without residual and MLP; MaskCLIP (Zhou et al., ECCV 2022) for the idea.
/// </summary>
internal sealed class ClipSegmenter : ISegmenter
{
    private readonly ClipBundle _clip;
    private readonly DenseConfig _config;
    private readonly Device _device;
    private readonly ScalarType _type;

    private ClipSegmenter(ClipBundle clip, DenseConfig config, string hash, Device device, Precision precision)
    {
        (_clip, _config, Hash, _device, _type) = (clip, config, precision.Mark(hash), device, precision.Type());
        if (precision != Precision.Fp32) _clip.Model.CastVision(_type);
    }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public long ResidentBytes => ModuleSize.Of(_clip.Model);

    /// <inheritdoc/>
    public long TextRuns { get; private set; }

    /// <inheritdoc/>
    public long ImageRuns { get; private set; }

    private ClassTexts Texts => new(_clip.Model, _clip.Tokenizer);

    /// <summary>Loads a CLIP. Call it on the thread that will own the device.</summary>
    /// <param name="path">A folder of Hugging Face or a checkpoint of OpenAI, with a vocabulary beside it.</param> <param name="device">"cpu", "cuda" or "cuda:N".</param>
    /// <param name="config">The numbers; null = the defaults.</param> <param name="precision">What the image tower computes in.</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other; or there is no such device.</exception>
    public static ClipSegmenter Load(string path, string device = "cpu", DenseConfig? config = null, Precision precision = Precision.Fp32)
    {
        var target = TorchDevices.Open(device);
        var numbers = config ?? new();
        var clip = ClipBundle.Load(path, target);
        _ = clip.Tokenizer; // classes are texts: without a vocabulary there is nothing to segment
        return new(clip, numbers, HashOf(path, numbers), target, precision);
    }

    /// <summary>What <see cref="Hash"/> of the CLIP will be, without loading it.</summary>
    /// <exception cref="ModelBundleException">There is no CLIP, or it has no vocabulary.</exception>
    public static string HashOf(string path, DenseConfig? config = null)
    {
        var method = (config ?? new()).Fingerprint;
        if (ModelBundle.IsIn(path)) return ModelBundle.HashOf(path, method);
        var files = ClipFiles.Find(path);
        return ClipVocabulary.FilesIn(files.Directory).Count > 0 ? files.Hash(method) : throw new ModelBundleException(ClipVocabulary.Missing(files.Directory));
    }

    /// <inheritdoc/>
    public InputSize InputSizeFor(int width, int height) => _config.SizeFor(width, height, _clip.Model.Config.Vision);

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
        return new((int)text.size(1), text.ToNumbers<float>(), [], new bool[request.Classes.Count]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SegmentedImage> Segment(IReadOnlyList<SegmenterInput> batch, Classifier classifier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(classifier);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var text = tensor(classifier.Text, [classifier.Classes, classifier.Dimension], device: _device);
        var results = new List<SegmentedImage>(batch.Count);
        foreach (var input in batch)                                    // one by one: a result must not depend on its neighbours
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(input.Tiled is { } tiled
                ? SegmentTiles(tiled, text, classifier.Abstention, cancellationToken)
                : SegmentOne(input, text, classifier.Abstention));
        }

        return results;
    }

    /// <inheritdoc/>
    public void WarmUp()
    {
        long before = ImageRuns;
        int dimension = _clip.Model.Config.ProjectionDim, side = 2 * _clip.Model.Config.Vision.PatchSize;
        Segment([new(new byte[3 * side * side], new(side, side), side, side)], new(dimension, new float[dimension], [], [false]));
        ImageRuns = before;
    }

    /// <inheritdoc/>
    public void Dispose() => _clip.Dispose();

    private SegmentedImage SegmentOne(SegmenterInput input, Tensor text, Abstention? abstention)
    {
        using var scope = NewDisposeScope();
        return DenseMap.Compose(Logits(input, text), input.Width, input.Height, _config.ClaimThreshold, abstention);
    }

    private SegmentedImage SegmentTiles(TiledInput tiled, Tensor text, Abstention? abstention, CancellationToken cancellationToken) =>
        TiledMap.Of(tiled, tile => new LogitTile(Logits(tile, text), new(tile.Width, tile.Height)), _config.ClaimThreshold, abstention, cancellationToken);

    /// <returns>Temperature included, [1, C, h, w].</returns>
    private Tensor Logits(SegmenterInput input, Tensor text)
    {
        ImageRuns++;
        using var scope = NewDisposeScope();
        var pixels = PixelTensor.Of([input.Rgb], input.Size.Width, input.Size.Height, _device);                                             // [1, 3, H, W]
        var image = PixelTensor.Normalise(pixels, _clip.Preprocessing.Mean, _clip.Preprocessing.Deviation);
        var (patches, height, width) = _clip.Model.EmbedPatches(image.to(_type), _config.Reading);                                          // [1, L, D]
        return (_clip.Model.Temperature * patches.squeeze(0).to(ScalarType.Float32).mm(text.mT)).mT.reshape(1, text.size(0), height, width).MoveToOuterDisposeScope();
    }
}
