using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Model.Training;

/// <summary>
/// What an AlignZeg network on a frozen CLIP is trained to do with masks of seen classes. The inductive rule holds: names and masks of unseen classes are never given to it.
/// </summary>
/// <param name="network">Trained.</param> <param name="clip">Frozen.</param>
/// <param name="text">T_S, prototypes of the seen classes, [C, D].</param> <param name="options">The weights.</param>
internal sealed class SegmentationObjective(AlignZegNetwork network, ClipModel clip, Tensor text, SegmentationTrainingOptions options)
{
    private readonly FrozenClip _frozen = new(clip, options.Precision);

    /// <summary>The loss of a batch, summed over supervised layers.</summary>
    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param>
    /// <param name="progress">Share of the schedule that is done, 0..1: parts of the loss that start late ramp up by it. Default: 1, all of them whole.</param>
    public ObjectiveLosses Of(Tensor images, Tensor labels, double progress = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(progress);
        using var scope = NewDisposeScope();
        var targets = MaskTargets.Of(labels, (int)text.size(0));
        var features = _frozen.Extract(images);
        var layers = network.Extraction.Extract(ColourShuffle.Of(images, options.ColourShuffle), features);
        var parts = new List<(string, Tensor)>();
        var loss = zeros(1, device: images.device).sum();
        foreach (var layer in layers) loss = loss + LayerLoss(layer, features, targets, ReferenceEquals(layer, layers[^1]) ? parts : null);
        return new(loss.MoveToOuterDisposeScope(), [.. parts.Select(part => (part.Item1, part.Item2.MoveToOuterDisposeScope()))]);
    }

    private Tensor LayerLoss(Proposals layer, VisionFeatures features, MaskTargets targets, List<(string, Tensor)>? parts)
    {
        var masks = layer.Masks.flatten(2);                                                             // [B, N, P]
        var embeddings = clip.EmbedRegions(features, layer.Bias);                                       // e, [B, N, D]
        var logits = Logits(network.Classification.Adapt(embeddings));                                  // [B, N, C+K]
        var costs = MaskCosts.Of(masks, targets);
        var log = functional.log_softmax(logits, -1);                                                   // [B, N, C+K]
        var matches = Matches.Find(log.narrow(-1, 0, text.size(0)).exp(), costs, targets.Present);
        var mask = matches.Image.Length == 0 ? zeros(1).sum() : (matches.Gather(costs.CrossEntropy) + matches.Gather(costs.Dice)).mean();
        var matched = matches.Image.Length == 0 ? zeros(1).sum() : -matches.Gather(log).mean();
        var noObject = NoObject(log, masks, matches, targets);
        var loss = options.MaskWeight * mask + options.MatchedWeight * matched + options.NoObjectWeight * noObject;
        if (parts is null) return loss; // the rest is for the last layer only
        parts.AddRange([("mask", mask), ("matched", matched), ("no_object", noObject)]);
        if (options.VirtualWeight <= 0 || matches.Image.Length < 2) return loss;
        var expansion = VirtualFeatures.Loss(matches.GatherRows(embeddings), matches.Class, network.Classification.Adapt, Logits);
        parts.Add(("virtual", expansion));
        return loss + options.VirtualWeight * expansion;
    }

    private Tensor Logits(Tensor adapted) => ProposalClassifier.Logits(adapted, text, network.Classification.Prototypes, clip.Temperature);

    /// <summary>-log p(background) over unmatched proposals, p summed over prototypes (method 6.1).</summary>
    private Tensor NoObject(Tensor log, Tensor masks, Matches matches, MaskTargets targets)
    {
        using var scope = NewDisposeScope();
        var background = log.narrow(-1, text.size(0), log.size(-1) - text.size(0)).logsumexp(-1);       // [B, N]
        var weight = matches.Unmatched(log.size(0), log.size(1), log.device) * Eligible(masks, targets); // [B, N]
        return (-(weight * background).sum() / weight.sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }

    /// <summary>1 for proposals that may be trained to be background, [B, N].</summary>
    private Tensor Eligible(Tensor masks, MaskTargets targets)
    {
        using var scope = NewDisposeScope();
        var inside = (masks.detach() > 0).to(ScalarType.Float32);                                       // [B, N, P]
        var area = inside.sum(-1).clamp(min: 1);                                                        // [B, N]
        var eligible = ones_like(area);
        if (options.IgnoreAwareNoObject) eligible = eligible * ((inside * (1 - targets.Valid)).sum(-1) / area <= .5);
        if (options.DuplicatesMayStay)
        {
            var objects = targets.Masks.sum(1, keepdim: true);                                          // [B, 1, P]
            eligible = eligible * ((inside * objects).sum(-1) / area <= .5);
        }

        return eligible.MoveToOuterDisposeScope();
    }
}

/// <summary>What a batch cost.</summary>
/// <param name="Total">A scalar, to be minimised.</param> <param name="Parts">Unweighted parts of the last layer, scalars, for people.</param>
internal sealed record ObjectiveLosses(Tensor Total, IReadOnlyList<(string Name, Tensor Value)> Parts);
