using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>
/// AlignZeg on real CLIPs: the side encoder sees patches alone, its features are projected to the queries' width, then both refine each other. Source: method 4.1
/// (last point) to 4.3; ours, because the paper's encoder is not known: SAN's encoder and heads, so that the joint form is a fair control.
/// </summary>
internal sealed class RefinedProposalExtractor : ProposalSource
{
    private const double Eps = 1e-6;
    private readonly int _firstSupervised;
    [ComponentName(Name = "encoder")] private readonly SideEncoder _encoder;
    [ComponentName(Name = "project")] private readonly Conv2d _project;
    [ComponentName(Name = "norm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "blocks")] private readonly ModuleList<RefinementBlock> _blocks = [];
    [ComponentName(Name = "head")] private readonly SideMaskHead _head;
    [ComponentName(Name = "query")] private readonly Parameter _query;
    [ComponentName(Name = "query_position")] private readonly Parameter _queryPosition;

    public RefinedProposalExtractor(AlignZegConfig config, VisionConfig vision)
        : base(nameof(RefinedProposalExtractor))
    {
        ProposalExtractor.Check(config);
        _encoder = new(config.SideAdapter, vision.HiddenSize);
        _firstSupervised = config.SupervisedLayers == 0 ? 0 : config.RefinementBlocks - config.SupervisedLayers;
        (_project, _norm) = (Conv2d(config.SideAdapter.Width, config.Width, 1), LayerNorm(config.Width, Eps));
        for (int i = 0; i < config.RefinementBlocks; i++) _blocks.Add(new(config));
        _head = new(config.Width, config.SideAdapter, vision.Heads);
        _query = new Parameter(randn(1, config.Queries, config.Width) * .02);           // [SAN] N(0, 0.02²)
        _queryPosition = new Parameter(randn(1, config.Queries, config.Width) * .02);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int? ClipDepth => _encoder.ClipDepth;

    /// <inheritdoc/>
    public override IReadOnlyList<Proposals> Extract(Tensor image, VisionFeatures clip, bool lastOnly = false)
    {
        using var scope = NewDisposeScope();
        var z = _project.call(_encoder.Encode(image, clip));                                                // [B, C, H/p, W/p]
        var features = _norm.call(z.flatten(2).mT);                                                         // [B, L, C]
        var positions = SinePositions.Of((int)z.size(2), (int)z.size(3), (int)z.size(1), z.device).to(z.dtype);         // [1, L, C]
        var queries = _query.expand(z.size(0), -1, -1);                                                     // [B, N, C]
        var layers = new List<Proposals>();
        for (int i = 0; i < _blocks.Count; i++)
        {
            (queries, features) = _blocks[i].Refine(queries, features, _queryPosition, positions);
            if (i < (lastOnly ? _blocks.Count - 1 : _firstSupervised)) continue;
            layers.Add(_head.Propose(queries, features.mT.reshape(z.shape), (clip.Height, clip.Width)));
        }

        return [.. layers.Select(l => new Proposals(l.Masks.MoveToOuterDisposeScope(), l.Bias.MoveToOuterDisposeScope()))];
    }
}
