using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>SAN's form: queries ride in the side encoder's sequence; no refinement after it. Source: SAN @e19262d, RegionwiseSideAdapterNetwork (method 4.1, 4.3).</summary>
internal sealed class JointProposalExtractor : ProposalSource
{
    private readonly IReadOnlyList<int> _supervised;
    [ComponentName(Name = "encoder")] private readonly SideEncoder _encoder;
    [ComponentName(Name = "head")] private readonly SideMaskHead _head;
    [ComponentName(Name = "query")] private readonly Parameter _query;
    [ComponentName(Name = "query_position")] private readonly Parameter _queryPosition;

    public JointProposalExtractor(AlignZegConfig config, VisionConfig vision)
        : base(nameof(JointProposalExtractor))
    {
        var side = config.SideAdapter;
        _supervised = side.SupervisedBlocks;
        _encoder = new(side, vision.HiddenSize);
        _head = new(side.Width, side, vision.Heads);
        _query = new Parameter(randn(1, config.Queries, side.Width) * .02);             // [SAN] N(0, 0.02²)
        _queryPosition = new Parameter(randn(1, config.Queries, side.Width) * .02);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int? ClipDepth => _encoder.ClipDepth;

    /// <inheritdoc/>
    public override IReadOnlyList<Proposals> Extract(Tensor image, VisionFeatures clip, bool lastOnly = false)
    {
        using var scope = NewDisposeScope();
        var layers = _encoder.Encode(image, clip, _query, _queryPosition, lastOnly ? [_supervised[^1]] : _supervised);
        var proposals = layers.Select(layer => _head.Propose(layer.Queries, layer.Map, (clip.Height, clip.Width)));
        return [.. proposals.Select(p => new Proposals(p.Masks.MoveToOuterDisposeScope(), p.Bias.MoveToOuterDisposeScope()))];
    }
}
