namespace AlignZeg.Abstractions.Jobs;

/// <summary>How a job reads pictures that are too large to be read whole: in overlapping tiles whose class scores are blended. Part of what the job is: with other tiles, such
/// pictures have other labels. Others are not touched by it.</summary>
/// <param name="Above">Pictures with a longer side than this are cut, pixels. 64 to 1,000,000.</param>
/// <param name="Size">Longest side of a tile, pixels. 64 to 16,384.</param>
/// <param name="Overlap">Pixels that two neighbours share at the least. 0 to half of <paramref name="Size"/>.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-tiling")]
public sealed record JobTiling(int Above, int Size, int Overlap)
{
    /// <summary>Smallest tile, pixels.</summary>
    public const int SmallestSize = 64;

    /// <summary>Largest tile, pixels.</summary>
    public const int LargestSize = 16_384;

    /// <summary>For pictures larger than cameras make them: above 8,192 pixels a side, tiles of 4,096 that share a quarter. A tile is then seen about as large as a usual photograph.</summary>
    public static readonly JobTiling Auto = new(8_192, 4_096, 1_024);

    /// <summary>Tiles of a size.</summary>
    /// <param name="size">Pixels.</param> <param name="overlap">Pixels; null = a quarter.</param> <param name="above">Which pictures, pixels; null = every one that is larger than a tile.</param>
    public static JobTiling Of(int size, int? overlap = null, int? above = null) => new(above ?? size, size, overlap ?? size / 4);

    /// <summary>Accepts numbers that keep the rules.</summary>
    /// <exception cref="InvalidJobTermsException">A number is out of its range.</exception>
    public void Check()
    {
        if (Size is < SmallestSize or > LargestSize)
            throw new InvalidJobTermsException($"The tiles have {Size} pixels a side; give a number from {SmallestSize} to {LargestSize}.");
        if (Above is < SmallestSize or > 1_000_000)
            throw new InvalidJobTermsException($"Pictures are cut above {Above} pixels a side; give a number from {SmallestSize} to 1000000.");
        if (Overlap < 0 || Overlap > Size / 2)
            throw new InvalidJobTermsException($"The tiles share {Overlap} pixels; give a number from 0 to {Size / 2}, half a tile.");
    }

    /// <summary>For people: "tiles of 1024, overlap 256, above 1024".</summary>
    public override string ToString() => FormattableString.Invariant($"tiles of {Size}, overlap {Overlap}, above {Above}");
}
