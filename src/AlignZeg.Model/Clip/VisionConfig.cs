namespace AlignZeg.Model.Clip;

/// <summary>The image tower.</summary>
public sealed record VisionConfig
{
    /// <summary>Width of tokens. Default: 768.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of blocks. Default: 12.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads per block. Default: 12.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Width of the blocks' MLP. Default: 3072.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Side of the training images, pixels. Default: 224.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Pixels per token, each way. Default: 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>"patch": one strided convolution, as published. "conv": three strided convolutions with residuals, for small images whose textures a single
    /// strided layer cannot see (ours, measured). Default: patch.</summary>
    public string Stem { get; init; } = "patch";

    /// <summary>"quick_gelu" or "gelu". Default: quick_gelu.</summary>
    public string Activation { get; init; } = "quick_gelu";

    /// <summary>Of every LayerNorm. Default: 1e-5.</summary>
    public double LayerNormEps { get; init; } = 1e-5;

    /// <summary>R, the last blocks, which form the recognition head; the blocks before them extract features. Default: 3 [SAN].</summary>
    public int RecognitionLayers { get; init; } = 3;

    /// <summary>True: the recognition blocks update class tokens only and patches stay as extracted, so that they are computed once (ours).
    /// False: patches go on through every block, as published. Default: false.</summary>
    public bool ClassAttention { get; init; }

    /// <summary>R for a published tower of so many blocks: 3, or all of fewer [SAN].</summary>
    public static int PublishedRecognitionLayers(int layers) => Math.Min(3, layers);
}
