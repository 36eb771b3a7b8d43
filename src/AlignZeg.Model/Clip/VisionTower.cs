namespace AlignZeg.Model.Clip;

/// <summary>
/// CLIP's image tower, in two parts: blocks that extract features, and the last R blocks, which recognise: a class token, or N of them that look at regions
/// through an attention bias. Source: openai/CLIP; SAN @e19262d for the cut and the bias.
/// </summary>
internal sealed class VisionTower : Module
{
    private readonly VisionConfig _config;
    [ComponentName(Name = "embeddings")] private readonly VisionEmbeddings _embeddings;
    [ComponentName(Name = "pre_layrnorm")] private readonly LayerNorm _before; // sic, as in published checkpoints
    [ComponentName(Name = "encoder")] private readonly Encoder _encoder;
    [ComponentName(Name = "post_layernorm")] private readonly LayerNorm _after;

    public VisionTower(VisionConfig config)
        : base(nameof(VisionTower))
    {
        _config = config;
        _embeddings = new(config);
        _encoder = new(config.Layers, () => new(config.HiddenSize, config.Heads, config.IntermediateSize, config.Activation, config.LayerNormEps));
        (_before, _after) = (LayerNorm(config.HiddenSize, config.LayerNormEps), LayerNorm(config.HiddenSize, config.LayerNormEps));
        RegisterComponents();
    }

    private int Extractors => _config.Layers - _config.RecognitionLayers;

    /// <summary>The positional embedding, [1+L, C]; the class token's row first.</summary>
    public Tensor Positions => _embeddings.Positions;

    /// <summary>Runs the extractor blocks.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="positions">In place of the tower's own, of the same shape; or null.</param>
    /// <param name="blocks">Only the first so many, where recognition does not follow; null = all.</param>
    public VisionFeatures Extract(Tensor image, Tensor? positions = null, int? blocks = null)
    {
        using var scope = NewDisposeScope();
        var (embedded, height, width) = _embeddings.Embed(image, positions);
        var tokens = _before.call(embedded);                                                                // [B, 1+L, C]
        var taps = new List<Tensor> { Map(tokens, height, width) };
        for (int i = 0; i < (blocks ?? Extractors); i++)
        {
            tokens = _encoder[i].call(tokens);                                                              // [B, 1+L, C]
            taps.Add(Map(tokens, height, width));
        }

        return new(tokens.MoveToOuterDisposeScope(), [.. taps.Select(t => t.MoveToOuterDisposeScope())], height, width);
    }

    /// <summary>Runs the recognition blocks with N class tokens, one per region. With a bias of zero a token equals CLIP's own class token.</summary>
    /// <param name="features">Of the same batch.</param> <param name="bias">[B, h, N, L].</param>
    /// <returns>[B, N, C], normalised by ln_post, before the projection.</returns>
    public Tensor Recognise(VisionFeatures features, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var all = features.Tokens;                                                                          // [B, 1+L, C]
        var tokens = all.narrow(1, 0, 1).expand(-1, bias.size(2), -1);                                      // [B, N, C]
        for (int i = Extractors; i < _config.Layers; i++)
        {
            tokens = _encoder[i].Read(tokens, all.narrow(1, 1, all.size(1) - 1), bias);                     // [B, N, C]
            if (!_config.ClassAttention && i + 1 < _config.Layers) all = _encoder[i].call(all);             // [B, 1+L, C]
        }

        return _after.call(tokens).MoveToOuterDisposeScope();                                               // [B, N, C]
    }

    /// <summary>The stream of tokens through the tower as published: what block 0 reads, then what every block gives.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <returns>One more than there are blocks, [B, 1+L, C] each, class token first; and the grid (h, w).</returns>
    public (IReadOnlyList<Tensor> Stream, int Height, int Width) Run(Tensor image)
    {
        using var scope = NewDisposeScope();
        var (embedded, height, width) = _embeddings.Embed(image);
        var stream = new List<Tensor> { _before.call(embedded) };
        for (int i = 0; i < _config.Layers; i++) stream.Add(_encoder[i].call(stream[i]));
        return ([.. stream.Select(t => t.MoveToOuterDisposeScope())], height, width);
    }

    /// <summary>Every token as if it stood for the image: the last block reads in another way, then ln_post.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="reading">What takes the place of attention in the last block.</param>
    /// <returns>[B, 1+L, C], class token first, before the projection; and the grid (h, w).</returns>
    public (Tensor Tokens, int Height, int Width) ReadDense(Tensor image, DenseReading reading)
    {
        using var scope = NewDisposeScope();
        var (tokens, height, width) = _embeddings.Embed(image);
        tokens = _before.call(tokens);                                                                      // [B, 1+L, C]
        for (int i = 0; i < (_config.ClassAttention ? Extractors : _config.Layers - 1); i++) tokens = _encoder[i].call(tokens);
        var dense = _after.call(_encoder[_config.Layers - 1].ReadDense(tokens, reading));                   // [B, 1+L, C]
        return (dense.MoveToOuterDisposeScope(), height, width);
    }

    /// <summary>A block, for looking into it.</summary>
    public TransformerBlock Block(int index) => _encoder[index];

    /// <summary>ln_post of tokens.</summary>
    /// <param name="tokens">[.., C].</param> <returns>[.., C].</returns>
    public Tensor Finish(Tensor tokens) => _after.call(tokens);

    /// <summary>What the tower starts from.</summary>
    public VisionEmbeddings Embeddings => _embeddings;

    private static Tensor Map(Tensor tokens, int height, int width) =>
        tokens.narrow(1, 1, height * width).mT.reshape(tokens.size(0), -1, height, width);                  // [B, C, h, w]
}
