using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.Training;

/// <summary>
/// What an AlignZeg network on a frozen CLIP is trained to do with masks of seen classes. The inductive rule holds: names and masks of unseen classes are never given to it.
/// </summary>
/// <param name="network">Trained.</param> <param name="clip">Frozen.</param>
/// <param name="text">T_S, prototypes of the seen classes, [C, D].</param> <param name="options">The weights.</param>
/// <param name="draw">Points of the sampled criterion; null = uniform ones.</param>
/// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options do not fit the network.</exception>
internal sealed class SegmentationObjective(AlignZegNetwork network, ClipModel clip, Tensor text, SegmentationTrainingOptions options, PointDraw? draw = null) : ITrainingObjective
{
    private readonly FrozenClip _frozen = new(clip, options.Precision);
    private readonly AlignmentLosses _alignment = new(network, text, options);

    /// <summary>Earlier proposals, which the objective remembers from step to step.</summary>
    public ProposalQueue Queue => _alignment.Queue;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Memory => Queue.state_dict();

    /// <inheritdoc/>
    public ObjectiveLosses Of(Tensor images, Tensor labels, double progress = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(progress);
        using var scope = NewDisposeScope();
        var truth = MaskSupervision.Of(labels, (int)text.size(0), options.PointSampling, draw);
        var features = _frozen.Extract(network.ClipInput(images), network.ClipPosition);
        var shuffled = ColourShuffle.Of(TextureShuffle.Of(images, labels, options.TextureShuffle), options.ColourShuffle);
        var fused = options.ShuffledFusion && network.Extraction.ClipDepth is { } depth ? _frozen.Extract(network.ClipInput(shuffled), network.ClipPosition, depth) : features;
        var layers = network.Extraction.Extract(shuffled, fused);
        var parts = new List<(string, Tensor)>();
        var loss = zeros(1, device: images.device).sum();
        for (int i = 0; i + 1 < layers.Count; i++) loss = loss + LayerLoss(layers[i], features, truth).Loss;
        var (last, final) = LayerLoss(layers[^1], features, truth);
        loss = loss + last;
        parts.AddRange(final.Parts);
        foreach (var part in AlignmentOf(final, progress))
        {
            parts.Add((part.Name, part.Value));
            loss = loss + part.Weight * part.Value;
        }

        return new(loss.MoveToOuterDisposeScope(), [.. parts.Select(part => (part.Item1, part.Item2.MoveToOuterDisposeScope()))]);
    }

    private (Tensor Loss, LayerOutcome Outcome) LayerLoss(Proposals layer, VisionFeatures features, MaskSupervision truth)
    {
        var embeddings = clip.EmbedRegions(features, layer.Bias);                                       // e, [B, N, D]
        var logits = Space.Logits(network.Classification.Adapt(embeddings));                            // [B, N, C+K]
        var log = functional.log_softmax(logits, -1);                                                   // [B, N, C+K]
        var (matches, mask) = truth.Of(layer.Masks, log.narrow(-1, 0, text.size(0)).exp());
        var weight = matches.Unmatched(log.size(0), log.size(1), log.device) * Eligible(layer.Masks, truth); // [B, N]
        var (matched, noObject) = (matches.Image.Length == 0 ? zeros(1).sum() : -matches.Gather(log).mean(), NoObject(log, weight));
        var loss = options.MaskWeight * mask + (options.SharedClassMean ? SharedMean(matched, noObject, matches, weight)
            : options.MatchedWeight * matched + options.NoObjectWeight * noObject);
        return (loss, new(embeddings, logits, weight, matches, [("mask", mask), ("matched", matched), ("no_object", noObject)]));
    }

    private IReadOnlyList<LossPart> AlignmentOf(LayerOutcome last, double progress)
    {
        var background = last.Logits.narrow(-1, text.size(0), last.Logits.size(-1) - text.size(0));     // b, [B, N, K]
        var matched = last.Matches.Image.Length == 0 ? last.Embeddings.flatten(0, 1).narrow(0, 0, 0) : last.Matches.GatherRows(last.Embeddings);
        return _alignment.Of(matched, last.Matches.Class, (background, last.BackgroundWeight), Space, progress);
    }

    private PrototypeSpace Space => new(text, network.Classification.Prototypes, clip.Temperature);

    /// <summary>L_ce as SAN weighs it: one mean over all proposals, weight 1 for matched ones, the no-object weight for the others; times the matched weight.</summary>
    private Tensor SharedMean(Tensor matched, Tensor noObject, Matches matches, Tensor weight)
    {
        var others = options.NoObjectWeight * weight.sum();
        return options.MatchedWeight * (matches.Image.Length * matched + others * noObject) / (matches.Image.Length + others).clamp(min: 1e-6);
    }

    /// <summary>-log p(background) over the proposals that are trained to be background, p summed over prototypes (method 6.1).</summary>
    private Tensor NoObject(Tensor log, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var background = ProposalClassifier.LogBackground(log, text.size(0));                           // [B, N]
        return (-(weight * background).sum() / weight.sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }

    /// <summary>1 for proposals that may be trained to be background, [B, N].</summary>
    private Tensor Eligible(Tensor masks, MaskSupervision truth)
    {
        if (!options.IgnoreAwareNoObject && !options.DuplicatesMayStay) return ones(masks.size(0), masks.size(1), device: masks.device);
        var targets = truth.TargetsFor(masks); // kept for the other layers, so outside of the scope
        using var scope = NewDisposeScope();
        var ground = ProposalGround.Of(masks, targets);
        var eligible = ones_like(ground.Ignored);
        if (options.IgnoreAwareNoObject) eligible = eligible * (1 - ground.Ignored);
        if (options.DuplicatesMayStay) eligible = eligible * (1 - ground.Objects);
        return eligible.MoveToOuterDisposeScope();
    }

    private sealed record LayerOutcome(Tensor Embeddings, Tensor Logits, Tensor BackgroundWeight, Matches Matches, IReadOnlyList<(string, Tensor)> Parts);
}
