using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Mutually-refined proposal extraction (MRPE) on the conv encoder: image and CLIP features to class-agnostic mask proposals. Source: method 4.</summary>
internal sealed class ProposalExtractor : ProposalSource
{
    private readonly int[] _depths;
    private readonly int _firstSupervised;
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
        _depths = DepthsOf(config.FusionLayers, vision.Layers - vision.RecognitionLayers);
        _firstSupervised = config.SupervisedLayers == 0 ? 0 : config.RefinementBlocks - config.SupervisedLayers;
        Check(config);
        foreach (int _ in _depths) _fusion.Add(new(vision.HiddenSize, config.Width));
        _afterFusion = new(config.Width);
        for (int i = 0; i < config.RefinementBlocks; i++) _blocks.Add(new(config));
        _head = new(config, vision.Heads);
        _query = new Parameter(randn(1, config.Queries, config.Width) * .02);          // [SAN] N(0, 0.02²)
        _queryPosition = new Parameter(randn(1, config.Queries, config.Width) * .02);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int? ClipDepth => _depths.Length == 0 ? null : _depths.Max();

    /// <inheritdoc/>
    public override IReadOnlyList<Proposals> Extract(Tensor image, VisionFeatures clip, bool lastOnly = false)
    {
        using var scope = NewDisposeScope();
        var (fine, z) = _encoder.Encode(image);                                                                             // [B, C, H/4, W/4]
        for (int i = 0; i < _depths.Length; i++) z = _fusion[i].Fuse(z, clip.Taps[_depths[i]]);
        z = _afterFusion.call(z);
        var (height, width) = ((int)z.size(2), (int)z.size(3));
        var features = z.flatten(2).mT;                                                                                     // [B, L, C]
        var positions = SinePositions.Of(height, width, (int)z.size(1), z.device).to(z.dtype);
        var queries = _query.expand(z.size(0), -1, -1);                                                                     // [B, N, C]
        var layers = new List<Proposals>();
        for (int i = 0; i < _blocks.Count; i++)
        {
            (queries, features) = _blocks[i].Refine(queries, features, _queryPosition, positions);
            if (i < (lastOnly ? _blocks.Count - 1 : _firstSupervised)) continue;
            var map = features.mT.reshape(z.shape);                                                                         // [B, C, H/4, W/4]
            layers.Add(_head.Propose(queries, map, fine, (clip.Height, clip.Width)));
        }

        return [.. layers.Select(l => new Proposals(l.Masks.MoveToOuterDisposeScope(), l.Bias.MoveToOuterDisposeScope()))];
    }

    private static int[] DepthsOf(IReadOnlyList<int> layers, int extractors)
    {
        if (layers.Any(layer => layer > extractors || layer < -extractors - 1))
            throw new ValidationException($"The field FusionLayers must hold depths from {-extractors - 1} to {extractors}: this CLIP has {extractors} blocks that extract features.");
        return [.. layers.Select(layer => layer < 0 ? layer + extractors + 1 : layer)];
    }

    /// <exception cref="ValidationException">Blocks and supervised layers do not fit each other.</exception>
    internal static void Check(AlignZegConfig config)
    {
        if (config.RefinementBlocks < 1) throw new ValidationException("The field RefinementBlocks must be at least 1: proposals come after a block.");
        if (config.SupervisedLayers < 0 || config.SupervisedLayers > config.RefinementBlocks)
            throw new ValidationException($"The field SupervisedLayers must be between 0 and RefinementBlocks, {config.RefinementBlocks}.");
    }
}
