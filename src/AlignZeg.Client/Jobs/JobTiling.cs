namespace AlignZeg.Client.Jobs;

/// <summary>How pictures that are too large to be read whole are cut into overlapping tiles, whose class scores are blended. Part of what a job is.</summary>
/// <param name="Size">Longest side of a tile, pixels, 64 to 16,384; 0 = every picture is read whole.</param>
/// <param name="Above">Pictures with a longer side are cut, pixels. Default: those that are larger than a tile.</param>
/// <param name="Overlap">Pixels that two neighbours share at the least, up to half a tile. Default: a quarter of a tile.</param>
public sealed record JobTiling(int Size, int? Above = null, int? Overlap = null)
{
    /// <summary>Every picture is read whole.</summary>
    public static readonly JobTiling Off = new(0);
}
