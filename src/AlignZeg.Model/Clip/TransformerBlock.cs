namespace AlignZeg.Model.Clip;

/// <summary>A pre-norm transformer block. Source: openai/CLIP, ResidualAttentionBlock; names of Hugging Face's CLIPEncoderLayer.</summary>
internal sealed class TransformerBlock : Module<Tensor, Tensor>
{
    [ComponentName(Name = "self_attn")] private readonly Attention _attention;
    [ComponentName(Name = "layer_norm1")] private readonly LayerNorm _beforeAttention;
    [ComponentName(Name = "mlp")] private readonly FeedForward _feedForward;
    [ComponentName(Name = "layer_norm2")] private readonly LayerNorm _beforeFeedForward;

    public TransformerBlock(int width, int heads, int hidden, string activation, double eps)
        : base(nameof(TransformerBlock))
    {
        _attention = new(width, heads);
        (_beforeAttention, _beforeFeedForward) = (LayerNorm(width, eps), LayerNorm(width, eps));
        _feedForward = new(width, hidden, activation);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param> <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x) => forward(x, null);

    /// <param name="x">[B, L, C].</param> <param name="mask">Added to the attention logits, broadcastable to [B, h, L, L].</param> <returns>[B, L, C].</returns>
    public Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var normed = _beforeAttention.call(x);                                                          // [B, L, C]
        x = x + _attention.Attend(normed, normed, normed, mask);                                        // [B, L, C]
        return (x + _feedForward.call(_beforeFeedForward.call(x))).MoveToOuterDisposeScope();           // [B, L, C]
    }

    /// <summary>The same block for class tokens that read patches through a bias; the patches do not see them.</summary>
    /// <param name="tokens">[B, N, C].</param> <param name="patches">[B, L, C].</param> <param name="bias">[B, h, N, L].</param> <returns>[B, N, C].</returns>
    public Tensor Read(Tensor tokens, Tensor patches, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var read = _attention.Read(_beforeAttention.call(tokens), _beforeAttention.call(patches), bias); // [B, N, C]
        tokens = tokens + read;                                                                          // [B, N, C]
        return (tokens + _feedForward.call(_beforeFeedForward.call(tokens))).MoveToOuterDisposeScope();  // [B, N, C]
    }

    /// <summary>The block as the last one of training-free dense segmentation.</summary>
    /// <param name="x">[B, 1+L, C].</param> <param name="reading">What takes the place of attention.</param> <returns>[B, 1+L, C].</returns>
    public Tensor ReadDense(Tensor x, DenseReading reading)
    {
        using var scope = NewDisposeScope();
        var normed = _beforeAttention.call(x);                                                          // [B, 1+L, C]
        if (reading == DenseReading.Alike) return _attention.ReadAlike(normed).MoveToOuterDisposeScope();
        var kept = _attention.Keep(normed);                                                             // [B, 1+L, C]
        if (reading == DenseReading.Values) return kept.MoveToOuterDisposeScope();
        x = x + kept;                                                                                   // [B, 1+L, C]
        return (x + _feedForward.call(_beforeFeedForward.call(x))).MoveToOuterDisposeScope();           // [B, 1+L, C]
    }

    /// <summary>Attention probabilities of the block.</summary>
    /// <param name="x">Its input, [B, L, C].</param> <returns>[B, h, L, L].</returns>
    public Tensor Weights(Tensor x) => _attention.Weights(_beforeAttention.call(x));

    /// <summary>Q, K and V of the block, before they are split into heads.</summary>
    /// <param name="x">Its input, [B, L, C].</param> <returns>[B, L, C] each.</returns>
    public (Tensor Query, Tensor Key, Tensor Value) Project(Tensor x) => _attention.Project(_beforeAttention.call(x));
}
