namespace AlignZeg.Model.Clip;

/// <summary>The text tower.</summary>
public sealed record TextConfig
{
    /// <summary>Number of token ids. Default: 49408.</summary>
    public int VocabSize { get; init; } = 49408;

    /// <summary>Longest text in tokens, start and end included. Default: 77.</summary>
    public int Context { get; init; } = 77;

    /// <summary>Width of tokens. Default: 512.</summary>
    public int HiddenSize { get; init; } = 512;

    /// <summary>Number of blocks. Default: 12.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads per block. Default: 8.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Width of the blocks' MLP. Default: 2048.</summary>
    public int IntermediateSize { get; init; } = 2048;

    /// <summary>"quick_gelu" or "gelu". Default: quick_gelu.</summary>
    public string Activation { get; init; } = "quick_gelu";

    /// <summary>Of every LayerNorm. Default: 1e-5.</summary>
    public double LayerNormEps { get; init; } = 1e-5;
}
