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
internal sealed class SegmentationObjective(AlignZegNetwork network, ClipModel clip, Tensor text, SegmentationTrainingOptions options, PointDraw? draw = null)
{
    private readonly FrozenClip _frozen = new(clip, options.Precision);
    private readonly PointDraw _draw = draw ?? ((rows, points) => rand(rows, points, 2));
    private readonly AlignmentLosses _alignment = new(network, text, options);

    /// <summary>What the objective remembers from step to step; a checkpoint must keep it for a run to go on bit-exactly.</summary>
    public ProposalQueue Queue => _alignment.Queue;

    /// <summary>The loss of a batch, summed over supervised layers.</summary>
    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param>
    /// <param name="progress">Share of the schedule that is done, 0..1: parts of the loss that start late ramp up by it. Default: 1, all of them whole.</param>
    public ObjectiveLosses Of(Tensor images, Tensor labels, double progress = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(progress);
        using var scope = NewDisposeScope();
        var truth = MaskSupervision.Of(labels, (int)text.size(0), options.PointSampling, _draw);
        var features = _frozen.Extract(network.ClipInput(images), network.ClipPosition);
        var layers = network.Extraction.Extract(ColourShuffle.Of(images, options.ColourShuffle), features);
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
        var inside = (masks.detach() > 0).to(ScalarType.Float32).flatten(2);                            // [B, N, P]
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

    private sealed record LayerOutcome(Tensor Embeddings, Tensor Logits, Tensor BackgroundWeight, Matches Matches, IReadOnlyList<(string, Tensor)> Parts);
}

/// <summary>What a batch cost.</summary>
/// <param name="Total">A scalar, to be minimised.</param> <param name="Parts">Unweighted parts of the last layer, scalars, for people.</param>
internal sealed record ObjectiveLosses(Tensor Total, IReadOnlyList<(string Name, Tensor Value)> Parts);
