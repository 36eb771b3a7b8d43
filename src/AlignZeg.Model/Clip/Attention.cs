namespace AlignZeg.Model.Clip;

/// <summary>Multi-head attention with separate projections, under Hugging Face's names.</summary>
internal sealed class Attention : Module
{
    private readonly int _heads;
    [ComponentName(Name = "q_proj")] private readonly Linear _query;
    [ComponentName(Name = "k_proj")] private readonly Linear _key;
    [ComponentName(Name = "v_proj")] private readonly Linear _value;
    [ComponentName(Name = "out_proj")] private readonly Linear _output;

    public Attention(int width, int heads)
        : base(nameof(Attention))
    {
        _heads = heads;
        (_query, _key) = (Linear(width, width), Linear(width, width));
        (_value, _output) = (Linear(width, width), Linear(width, width));
        RegisterComponents();
    }

    /// <summary>softmax(Q·Kᵀ/√d + bias)·V.</summary>
    /// <param name="queries">[B, N, C].</param> <param name="keys">[B, L, C].</param> <param name="values">[B, L, C].</param>
    /// <param name="bias">Added to the logits, broadcastable to [B, h, N, L].</param> <returns>[B, N, C].</returns>
    public Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? bias = null)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Split(_query.call(queries)), Split(_key.call(keys)), Split(_value.call(values)));          // [B, h, N|L, d]
        return Merge(functional.scaled_dot_product_attention(q, k, v, bias!)).MoveToOuterDisposeScope();           // [B, N, C]
    }

    /// <summary>Every token reads the context and itself, but no other token: class tokens that look at regions. Source: SAN, RecWithAttnbiasHead, in the form
    /// that needs no square mask (method 5: equal to the masked form).</summary>
    /// <param name="tokens">[B, N, C], normalised.</param> <param name="context">[B, L, C], normalised.</param>
    /// <param name="bias">Added to the logits of the context, [B, h, N, L].</param> <returns>[B, N, C].</returns>
    public Tensor Read(Tensor tokens, Tensor context, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var q = Split(_query.call(tokens)) / Math.Sqrt(tokens.size(-1) / (double)_heads);                           // [B, h, N, d]
        var (k, v) = (Split(_key.call(context)), Split(_value.call(context)));                                      // [B, h, L, d]
        var (ownKey, ownValue) = (Split(_key.call(tokens)), Split(_value.call(tokens)));                            // [B, h, N, d]
        var own = (q * ownKey).sum(-1, keepdim: true);                                                              // [B, h, N, 1]
        var a = cat([own, Products.Of(q, k.mT) + bias], -1).softmax(-1);                                            // [B, h, N, 1+L]
        var read = a.narrow(-1, 0, 1) * ownValue + Products.Of(a.narrow(-1, 1, k.size(2)), v);                      // [B, h, N, d]
        return Merge(read).MoveToOuterDisposeScope();                                                               // [B, N, C]
    }

    /// <summary>Q, K and V of tokens, biases included, before they are split into heads.</summary>
    /// <param name="x">[B, L, C], normalised.</param> <returns>[B, L, C] each.</returns>
    public (Tensor Query, Tensor Key, Tensor Value) Project(Tensor x) => (_query.call(x), _key.call(x), _value.call(x));

    /// <summary>softmax(Q·Kᵀ/√d), which <see cref="Attend"/> computes without keeping it: for looking into the model.</summary>
    /// <param name="x">[B, L, C], normalised.</param> <returns>[B, h, L, L].</returns>
    public Tensor Weights(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (q, k) = (Split(_query.call(x)), Split(_key.call(x)));                                                  // [B, h, L, d] each
        return (Products.Of(q, k.mT) / Math.Sqrt(q.size(-1))).softmax(-1).MoveToOuterDisposeScope();                // [B, h, L, L]
    }

    /// <summary>Every token keeps its own value: attention as the identity. Source: MaskCLIP (Zhou et al., ECCV 2022).</summary>
    /// <param name="x">[B, L, C], normalised.</param> <returns>[B, L, C].</returns>
    public Tensor Keep(Tensor x)
    {
        using var scope = NewDisposeScope();
        return _output.call(_value.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>softmax(Q·Qᵀ/√d)·V: every token reads those that ask the same. Source: ClearCLIP (Lan et al., ECCV 2024; mc-lan/ClearCLIP @afe06b8).</summary>
    /// <param name="x">[B, L, C], normalised.</param> <returns>[B, L, C].</returns>
    public Tensor ReadAlike(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (q, v) = (Split(_query.call(x)), Split(_value.call(x)));                                                // [B, h, L, d] each
        return Merge(functional.scaled_dot_product_attention(q, q, v)).MoveToOuterDisposeScope();                   // [B, L, C]
    }

    private Tensor Split(Tensor x) => x.view(x.size(0), x.size(1), _heads, -1).transpose(1, 2);

    private Tensor Merge(Tensor x) => _output.call(x.transpose(1, 2).flatten(2));
}
