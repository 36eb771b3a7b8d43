using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Training;

/// <summary>
/// The parts of the loss that work against objective misalignment: L_vir on virtual features, L_reg on background prototypes, L_bc of the class indicator. They look at the
/// last supervised layer only. Source: L = L_bc + l1·L_ce + l2·L_mask + l3·L_vir + l4·L_reg [sec].
/// </summary>
internal sealed class AlignmentLosses
{
    private readonly AlignZegNetwork _network;
    private readonly SegmentationTrainingOptions _options;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options do not fit the network.</exception>
    public AlignmentLosses(AlignZegNetwork network, Tensor text, SegmentationTrainingOptions options)
    {
        (_network, _options) = (network, options);
        Queue = new(UsesPool ? options.Expansion.Queue : 0, (int)text.size(1));
        if (TrainsIndicator && options.Indicator.Surrogate == IndicatorSurrogate.PseudoUnseen && !network.Correction.ReadsSeenClasses)
            throw new System.ComponentModel.DataAnnotations.ValidationException(
                "The indicator's surrogate 'pseudo_unseen' needs the indicator 'profile': an embedding does not show which classes are held out. Change one of them.");
    }

    /// <summary>Earlier proposals, a part of the trainer's state: a checkpoint must keep it.</summary>
    public ProposalQueue Queue { get; }

    private bool Expands => _options.VirtualWeight > 0 && _options.Expansion.Form != ExpansionForm.Off;

    private bool TrainsIndicator => _options.Indicator.Weight > 0 && _network.Indicator is { Trained: true };

    private bool UsesPool => Expands || TrainsIndicator;

    /// <summary>The weighted parts of a batch.</summary>
    /// <param name="embeddings">e of matched proposals, [M, D].</param> <param name="labels">y of them, [M].</param>
    /// <param name="background">Background logits of all proposals, [B, N, K], and which are trained to be background, [B, N].</param>
    /// <param name="space">T_S, P and tau.</param> <param name="progress">Share of the schedule that is done, 0..1.</param>
    public IReadOnlyList<LossPart> Of(Tensor embeddings, long[] labels, (Tensor Logits, Tensor Weight) background, PrototypeSpace space, double progress)
    {
        var parts = new List<LossPart>();
        if (_options.Background.Weight > 0) parts.Add(new("background", Regularisation(background, space), _options.Background.Weight));
        if (!UsesPool || labels.Length == 0) return parts;
        double ramp = LossRamp.At(progress, _options.RampStart, _options.RampEnd);
        if (ramp > 0) AddPooled(parts, embeddings, labels, space, ramp);
        Queue.Add(embeddings, labels);
        return parts;
    }

    private void AddPooled(List<LossPart> parts, Tensor embeddings, long[] labels, PrototypeSpace space, double ramp)
    {
        var kept = Queue.Embeddings.to(embeddings.device);                                                                  // [Q, D]
        var pool = cat([embeddings, kept], 0);                                                                              // e, [M+Q, D]
        long[] poolLabels = [.. labels, .. Queue.Labels];
        var pairs = VirtualPairs.Draw(poolLabels, labels.Length, space.Text, _options.Expansion);
        var mixed = pairs.Count == 0 ? pool.narrow(0, 0, 0)
            : VirtualFeatures.Of(_options.Expansion.EmbeddingGradient ? pool : pool.detach(), pairs, _options.Expansion.Form, _network.Classification.Adapt); // f~, [V, D]
        if (Expands) parts.Add(new("virtual", VirtualFeatures.Loss(mixed, pairs, _options.Expansion.Form, space), ramp * _options.VirtualWeight));
        if (!TrainsIndicator) return;
        var loss = _options.Indicator.Surrogate == IndicatorSurrogate.Virtual
            ? VirtualIndicator(pool, pairs, mixed, space)
            : PseudoUnseenIndicator(pool, poolLabels, space);
        parts.Add(new("indicator", loss, ramp * _options.Indicator.Weight));
    }

    private Tensor Regularisation((Tensor Logits, Tensor Weight) background, PrototypeSpace space)
    {
        var options = _options.Background;
        var loss = BackgroundRegularisation.Diversity(space.Background) + options.Usage * BackgroundRegularisation.Usage(background.Logits, background.Weight);
        return options.Repulsion > 0 ? loss + options.Repulsion * BackgroundRegularisation.Repulsion(space.Background, space.Text, options.Margin) : loss;
    }

    /// <summary>0 for the first of every pair as it is, 1 for the mixture.</summary>
    private Tensor VirtualIndicator(Tensor pool, VirtualPairs pairs, Tensor mixed, PrototypeSpace space)
    {
        var real = Rows(pool, pairs.First);                                                                                 // f, [V, D]
        return IndicatorLoss.Of(Phi(real, space.Text, space), Phi(mixed, space.Text, space));
    }

    /// <summary>1 for proposals of classes whose prototypes the profile is not shown at this step, 0 for the others.</summary>
    private Tensor PseudoUnseenIndicator(Tensor pool, long[] labels, PrototypeSpace space)
    {
        var (kept, seen, unseen) = IndicatorLoss.DrawPseudoUnseen(labels, (int)space.Classes, _options.Indicator.PseudoUnseenShare);
        if (seen.Length == 0 || kept.Length == 0) return zeros(1, device: pool.device).sum();
        var shown = space.Text.index_select(0, tensor(kept, device: pool.device));                                          // [Cs - drawn, D]
        return IndicatorLoss.Of(Phi(Rows(pool, seen), shown, space), Phi(Rows(pool, unseen), shown, space));
    }

    private Tensor Rows(Tensor pool, long[] rows) => _network.Classification.Adapt(pool.index_select(0, tensor(rows, device: pool.device)));

    private Tensor Phi(Tensor features, Tensor seen, PrototypeSpace space) =>
        _network.Indicator!.Logits(_options.Indicator.Detach ? features.detach() : features, seen, space.Temperature);
}

/// <summary>A part of the loss.</summary>
/// <param name="Name">For logs.</param> <param name="Value">Unweighted, a scalar.</param> <param name="Weight">In the sum.</param>
internal sealed record LossPart(string Name, Tensor Value, double Weight);
