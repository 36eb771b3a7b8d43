namespace AlignZeg.Model.Clip;

/// <summary>A CLIP: images and texts into one space. State-dict keys are those of Hugging Face's CLIPModel.</summary>
internal sealed class ClipModel : Module
{
    [ComponentName(Name = "vision_model")] private readonly VisionTower _vision;
    [ComponentName(Name = "text_model")] private readonly TextTower _text;
    [ComponentName(Name = "visual_projection")] private readonly Linear _visualProjection;
    [ComponentName(Name = "text_projection")] private readonly Linear _textProjection;
    [ComponentName(Name = "logit_scale")] private readonly Parameter _logitScale;

    public ClipModel(ClipConfig config)
        : base(nameof(ClipModel))
    {
        Config = config;
        (_vision, _text) = (new(config.Vision), new(config.Text));
        _visualProjection = Linear(config.Vision.HiddenSize, config.ProjectionDim, hasBias: false);
        _textProjection = Linear(config.Text.HiddenSize, config.ProjectionDim, hasBias: false);
        _logitScale = new Parameter(tensor((float)config.LogitScaleInit));
        RegisterComponents();
    }

    public ClipConfig Config { get; }

    /// <summary>tau = exp(logit_scale), at most 100 as in CLIP's training. A scalar.</summary>
    public Tensor Temperature => _logitScale.exp().clamp(max: 100);

    /// <summary>The image tower's positional embedding, [1+L, C].</summary>
    public Tensor Positions => _vision.Positions;

    /// <summary>Lets the image tower compute in other numbers; texts and temperature stay as they are.</summary>
    public void CastVision(ScalarType type)
    {
        _vision.to(type);
        _visualProjection.to(type);
    }

    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="positions">In place of the tower's own positional embedding, of the same shape; or null.</param>
    /// <param name="blocks">Only the first so many blocks, where regions are not embedded; null = all that extract.</param>
    public VisionFeatures Extract(Tensor image, Tensor? positions = null, int? blocks = null) => _vision.Extract(image, positions, blocks);

    /// <summary>Embeddings of regions. Source: method 5 [SAN].</summary>
    /// <param name="features">Of a batch of B images.</param> <param name="bias">Attention bias on the patches, [B, h, N, L].</param>
    /// <returns>[B, N, D], L2-normalised.</returns>
    public Tensor EmbedRegions(VisionFeatures features, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var tokens = _vision.Recognise(features, bias);                                                             // [B, N, C]
        return functional.normalize(_visualProjection.call(tokens), dim: -1).MoveToOuterDisposeScope();             // [B, N, D]
    }

    /// <param name="image">[B, 3, H, W], normalised.</param> <returns>[B, D], L2-normalised.</returns>
    public Tensor EmbedImage(Tensor image)
    {
        using var scope = NewDisposeScope();
        var features = _vision.Extract(image);
        var none = zeros([image.size(0), 1, 1, features.Height * features.Width], dtype: image.dtype, device: image.device); // [B, 1, 1, L]
        return EmbedRegions(features, none).squeeze(1).MoveToOuterDisposeScope();                                   // [B, D]
    }

    /// <param name="ids">[B, T], 64-bit, padded at the end.</param> <param name="last">[B], index of each text's end token.</param>
    /// <returns>[B, D], L2-normalised.</returns>
    public Tensor EmbedText(Tensor ids, Tensor last)
    {
        using var scope = NewDisposeScope();
        return functional.normalize(_textProjection.call(_text.Encode(ids, last)), dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>Embeddings of the patches, for dense segmentation without training.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="reading">How the last block reads.</param>
    /// <returns>[B, L, D], L2-normalised, L = h·w; and the grid (h, w).</returns>
    public (Tensor Patches, int Height, int Width) EmbedPatches(Tensor image, DenseReading reading)
    {
        using var scope = NewDisposeScope();
        var (tokens, height, width) = _vision.ReadDense(image, reading);                                            // [B, 1+L, C]
        var patches = _visualProjection.call(tokens.narrow(1, 1, height * width));                                  // [B, L, D]
        return (functional.normalize(patches, dim: -1).MoveToOuterDisposeScope(), height, width);
    }

    public VisionTower Vision => _vision;

    public TextTower Text => _text;

    /// <summary>Tokens of the image tower into the joint space, not normalised.</summary>
    /// <param name="tokens">[.., C], after ln_post.</param> <returns>[.., D].</returns>
    public Tensor ProjectImage(Tensor tokens) => _visualProjection.call(tokens);

    /// <summary>Texts into the joint space, not normalised.</summary>
    /// <param name="tokens">[B, C], as the text tower gives them.</param> <returns>[B, D].</returns>
    public Tensor ProjectText(Tensor tokens) => _textProjection.call(tokens);
}
