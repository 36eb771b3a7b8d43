using AlignZeg.Model.ProposalExtraction.SideAdapter;

namespace AlignZeg.Model.San;

/// <summary>What a SAN checkpoint does not say about its network: the shapes of tensors tell the rest.</summary>
public sealed record SanForm
{
    /// <summary>Attention heads per block of the side encoder. Default: 6.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Which of CLIP's blocks the fusion layers read.</summary>
    public IReadOnlyList<FusionPoint> Fusion { get; init; } = [];

    /// <summary>Blocks after which proposals were supervised, ascending; the last one is decoded in inference.</summary>
    public IReadOnlyList<int> SupervisedBlocks { get; init; } = [];

    /// <summary>Size of CLIP's picture relative to the network's.</summary>
    public double ClipScale { get; init; }

    /// <summary>Short side of the network's input, pixels; 0 = the side that the encoder's positions were learned at. Default: 0.</summary>
    public int ShortSide { get; init; }

    /// <summary>Longest side of the input in short sides. Default: 4.</summary>
    public int LongestInShortSides { get; init; } = 4;

    /// <summary>The form of a published checkpoint. Source: the configurations of MendelXu/SAN @e19262d.</summary>
    /// <param name="width">Of the side encoder's tokens.</param> <param name="depth">Its blocks.</param> <param name="extractors">CLIP's blocks before the recognition head.</param>
    /// <returns>Null if none is known.</returns>
    internal static SanForm? Published(int width, int depth, int extractors) => (width, depth, extractors) switch
    {
        (240, 8, 9) => new() { Fusion = [new(0, 0), new(3, 1), new(6, 2), new(9, 3)], SupervisedBlocks = [7, 8], ClipScale = .5 },     // san_vit_b_16
        (240, 8, 18) => new() { Fusion = [new(0, 0), new(6, 1), new(12, 2), new(18, 3)], SupervisedBlocks = [7, 8], ClipScale = .7 },  // san_vit_large_14
        _ => null,
    };
}
