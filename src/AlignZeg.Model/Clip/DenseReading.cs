namespace AlignZeg.Model.Clip;

/// <summary>What the last block of the image tower does in dense segmentation without training, in place of attention, which mixes what the class token needs.</summary>
public enum DenseReading
{
    /// <summary>Tokens read those with a similar query; no residual, no MLP. Source: ClearCLIP (Lan et al., ECCV 2024).</summary>
    Alike,

    /// <summary>Tokens keep their own value; no residual, no MLP. Source: MaskCLIP (Zhou et al., ECCV 2022).</summary>
    Values,

    /// <summary>Tokens keep their own value; residual and MLP stay.</summary>
    ValuesInBlock,
}
