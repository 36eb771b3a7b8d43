using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Training;

/// <summary>
/// The first stage of staged training: masks, matched by shape alone. Classes are told apart only as one mask from another; ignored pixels leave cost and loss, so that masks of unseen classes are not punished.
/// </summary>
internal sealed class MaskObjective : ITrainingObjective
{
    private readonly AlignZegNetwork _network;
    private readonly FrozenClip _frozen;
    private readonly SegmentationTrainingOptions _options;
    private readonly int _classes, _patch;

    /// <param name="network">Its proposals are trained.</param> <param name="clip">Frozen; run only where the proposals read it.</param>
    /// <param name="classes">Number of seen classes.</param> <param name="options">The weights.</param>
    public MaskObjective(AlignZegNetwork network, ClipModel clip, int classes, SegmentationTrainingOptions options)
    {
        (_network, _classes, _options) = (network, classes, options);
        (_frozen, _patch) = (new(clip, options.Precision), clip.Config.Vision.PatchSize);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Memory { get; } = new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public ObjectiveLosses Of(Tensor images, Tensor labels, double progress = 1)
    {
        using var scope = NewDisposeScope();
        var truth = MaskSupervision.Of(labels, _classes, _options.PointSampling);
        var loss = zeros(1, device: images.device).sum();
        var last = loss;
        var shuffled = ColourShuffle.Of(TextureShuffle.Of(images, labels, _options.TextureShuffle), _options.ColourShuffle);
        foreach (var layer in _network.Extraction.Extract(shuffled, Features(_options.ShuffledFusion ? shuffled : images)))
        {
            last = truth.ByShape(layer.Masks).Loss;
            loss = loss + _options.MaskWeight * last;
        }

        return new(loss.MoveToOuterDisposeScope(), [("mask", last.MoveToOuterDisposeScope())]);
    }

    // Only what is read, or a grid without features: running the whole CLIP is a fifth of a step or more.
    private VisionFeatures Features(Tensor images)
    {
        var input = _network.ClipInput(images);
        return _network.Extraction.ClipDepth is { } depth ? _frozen.Extract(input, blocks: depth) : new(zeros(0), [], (int)input.size(2) / _patch, (int)input.size(3) / _patch);
    }
}
