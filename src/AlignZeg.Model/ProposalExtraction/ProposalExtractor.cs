using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Mutually-refined proposal extraction (MRPE) on the conv encoder: image and CLIP features to class-agnostic mask proposals. Source: method 4.</summary>
internal sealed class ProposalExtractor : ProposalSource
{
    [ComponentName(Name = "encoder")] private readonly ConvImageEncoder _encoder;
    [ComponentName(Name = "fusion")] private readonly ModuleList<FeatureFusion> _fusion = [];
    [ComponentName(Name = "after_fusion")] private readonly ResidualConv _afterFusion;
    [ComponentName(Name = "blocks")] private readonly ModuleList<RefinementBlock> _blocks = [];
    [ComponentName(Name = "head")] private readonly MaskHead _head;
    [ComponentName(Name = "query")] private readonly Parameter _query;
    [ComponentName(Name = "query_position")] private readonly Parameter _queryPosition;

    public ProposalExtractor(AlignZegConfig config, VisionConfig vision)
        : base(nameof(ProposalExtractor))
    {
        _encoder = new(config.Width);
        for (int i = 0; i < 2; i++) _fusion.Add(new(vision.HiddenSize, config.Width)); // CLIP's first and last extracted map
        _afterFusion = new(config.Width);
        for (int i = 0; i < config.RefinementBlocks; i++) _blocks.Add(new(config));
        _head = new(config, vision.Heads);
        _query = new Parameter(randn(1, config.Queries, config.Width) * .02);          // [SAN] N(0, 0.02²)
        _queryPosition = new Parameter(randn(1, config.Queries, config.Width) * .02);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Proposals> Extract(Tensor image, VisionFeatures clip, bool lastOnly = false)
    {
        using var scope = NewDisposeScope();
        var (fine, z) = _encoder.Encode(image);                                                                             // [B, C, H/4, W/4]
        z = _fusion[1].Fuse(_fusion[0].Fuse(z, clip.Taps[0]), clip.Taps[^1]);
        z = _afterFusion.call(z);
        var (height, width) = ((int)z.size(2), (int)z.size(3));
        var features = z.flatten(2).mT;                                                                                     // [B, L, C]
        var positions = SinePositions.Of(height, width, (int)z.size(1), z.device);
        var queries = _query.expand(z.size(0), -1, -1);                                                                     // [B, N, C]
        var layers = new List<Proposals>();
        for (int i = 0; i < _blocks.Count; i++)
        {
            (queries, features) = _blocks[i].Refine(queries, features, _queryPosition, positions);
            if (lastOnly && i + 1 < _blocks.Count) continue;
            var map = features.mT.reshape(z.shape);                                                                         // [B, C, H/4, W/4]
            layers.Add(_head.Propose(queries, map, fine, (clip.Height, clip.Width)));
        }

        return [.. layers.Select(l => new Proposals(l.Masks.MoveToOuterDisposeScope(), l.Bias.MoveToOuterDisposeScope()))];
    }
}
