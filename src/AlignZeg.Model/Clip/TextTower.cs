namespace AlignZeg.Model.Clip;

/// <summary>CLIP's text tower: causal attention, the last token of the text (end of text) stands for it. Source: openai/CLIP.</summary>
internal sealed class TextTower : Module
{
    [ComponentName(Name = "embeddings")] private readonly TextEmbeddings _embeddings;
    [ComponentName(Name = "encoder")] private readonly Encoder _encoder;
    [ComponentName(Name = "final_layer_norm")] private readonly LayerNorm _after;

    public TextTower(TextConfig config)
        : base(nameof(TextTower))
    {
        _embeddings = new(config);
        _encoder = new(config.Layers, () => new(config.HiddenSize, config.Heads, config.IntermediateSize, config.Activation, config.LayerNormEps));
        _after = LayerNorm(config.HiddenSize, config.LayerNormEps);
        RegisterComponents();
    }

    /// <param name="ids">[B, T], 64-bit, padded at the end.</param> <param name="last">[B], index of each text's end token.</param>
    /// <returns>[B, C], before the projection.</returns>
    public Tensor Encode(Tensor ids, Tensor last)
    {
        using var scope = NewDisposeScope();
        var tokens = Run(ids)[^1];                                                                                  // [B, T, C]
        var index = last.view(-1, 1, 1).expand(-1, 1, tokens.size(2));                                              // [B, 1, C]
        return Finish(tokens).gather(1, index).squeeze(1).MoveToOuterDisposeScope();                                // [B, C]
    }

    /// <summary>The stream of tokens through the tower: what block 0 reads, then what every block gives.</summary>
    /// <param name="ids">[B, T], 64-bit, padded at the end.</param> <returns>One more than there are blocks, [B, T, C] each.</returns>
    public IReadOnlyList<Tensor> Run(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var stream = new List<Tensor> { _embeddings.call(ids) };
        var causal = full([ids.size(1), ids.size(1)], float.NegativeInfinity, device: ids.device).triu(1);          // [T, T]
        for (int i = 0; i < _encoder.Count; i++) stream.Add(_encoder[i].forward(stream[i], causal));
        return [.. stream.Select(t => t.MoveToOuterDisposeScope())];
    }

    /// <summary>The tower's last normalisation.</summary>
    /// <param name="tokens">[.., C].</param> <returns>[.., C].</returns>
    public Tensor Finish(Tensor tokens) => _after.call(tokens);
}
