namespace AlignZeg.Model.Clip;

/// <summary>The numbers of a CLIP. Defaults are those of OpenAI's ViT-B/16; field names follow Hugging Face's config.json.</summary>
public sealed record ClipConfig
{
    /// <summary>The image tower.</summary>
    public VisionConfig Vision { get; init; } = new();

    /// <summary>The text tower.</summary>
    public TextConfig Text { get; init; } = new();

    /// <summary>D, width of the joint space. Default: 512.</summary>
    public int ProjectionDim { get; init; } = 512;

    /// <summary>Initial log of the temperature's inverse. Default: ln(1/0.07).</summary>
    public double LogitScaleInit { get; init; } = 2.6592;
}
