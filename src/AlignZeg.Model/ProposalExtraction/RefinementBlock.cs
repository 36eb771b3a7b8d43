using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>
/// Queries and features refine each other. Source: AlignZeg's mutual refinement [sec]; the order of steps is that of SAM's TwoWayAttentionBlock (method 4.2).
/// </summary>
internal sealed class RefinementBlock : Module
{
    private readonly bool _mutual;
    [ComponentName(Name = "self")] private readonly Attention _self;
    [ComponentName(Name = "read")] private readonly Attention _read;
    [ComponentName(Name = "mlp")] private readonly Sequential _mlp;
    [ComponentName(Name = "answer")] private readonly Attention? _answer;
    [ComponentName(Name = "norm1")] private readonly LayerNorm _norm1;
    [ComponentName(Name = "norm2")] private readonly LayerNorm _norm2;
    [ComponentName(Name = "norm3")] private readonly LayerNorm _norm3;
    [ComponentName(Name = "norm4")] private readonly LayerNorm? _norm4;

    public RefinementBlock(AlignZegConfig config)
        : base(nameof(RefinementBlock))
    {
        _mutual = config.Mutual;
        (_self, _read) = (new(config.Width, config.Heads), new(config.Width, config.Heads));
        _mlp = Sequential(Linear(config.Width, config.FeedForward), ReLU(), Linear(config.FeedForward, config.Width));
        (_norm1, _norm2, _norm3) = (LayerNorm(config.Width), LayerNorm(config.Width), LayerNorm(config.Width));
        if (_mutual) (_answer, _norm4) = (new(config.Width, config.Heads), LayerNorm(config.Width));
        RegisterComponents();
    }

    /// <param name="q">Queries, [B, N, C].</param> <param name="z">Features, [B, L, C].</param>
    /// <param name="pq">Positions of queries, [1, N, C].</param> <param name="pz">Positions of features, [1, L, C].</param>
    /// <returns>Both, refined.</returns>
    public (Tensor Queries, Tensor Features) Refine(Tensor q, Tensor z, Tensor pq, Tensor pz)
    {
        using var scope = NewDisposeScope();
        q = _norm1.call(q + _self.Attend(q + pq, q + pq, q));                                           // queries see queries [B, N, C]
        q = _norm2.call(q + _read.Attend(q + pq, z + pz, z));                                           // queries read features [B, N, C]
        q = _norm3.call(q + _mlp.call(q));                                                              // [B, N, C]
        if (_mutual) z = _norm4!.call(z + _answer!.Attend(z + pz, q + pq, q));                          // features read queries [B, L, C]
        return (q.MoveToOuterDisposeScope(), _mutual ? z.MoveToOuterDisposeScope() : z);
    }
}
