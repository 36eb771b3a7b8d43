namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>The numbers of the ViT beside CLIP and of its heads. Defaults are those of SAN @e19262d on a ViT-B/16.</summary>
public sealed record SideAdapterConfig
{
    /// <summary>Side of the pictures whose positions are learned, pixels; other sizes resize them. Default: 640.</summary>
    public int ImageSize { get; init; } = 640;

    /// <summary>Pixels per token, each way. Default: 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of tokens, and of queries in the joint form. Default: 240.</summary>
    public int Width { get; init; } = 240;

    /// <summary>Number of blocks. Default: 8.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Attention heads per block. Default: 6.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Where CLIP's features are added. Default: CLIP 0, 3, 6, 9 after blocks 0, 1, 2, 3.</summary>
    public IReadOnlyList<FusionPoint> Fusion { get; init; } = [new(0, 0), new(3, 1), new(6, 2), new(9, 3)];

    /// <summary>Joint form: blocks after which proposals are made and supervised, ascending; the last one alone is decoded in inference. Default: 7 and 8.</summary>
    public IReadOnlyList<int> SupervisedBlocks { get; init; } = [7, 8];

    /// <summary>Width in which queries meet features, for masks and per head for biases. Default: 256.</summary>
    public int MaskWidth { get; init; } = 256;

    /// <summary>Width of the hidden layers of the heads' MLPs. Default: 256.</summary>
    public int HiddenWidth { get; init; } = 256;
}
