namespace AlignZeg.Datasets.Worlds;

/// <summary>The program that draws a material's surface.</summary>
public enum PatternFamily
{
    /// <summary>Parallel bands.</summary>
    Stripes,

    /// <summary>Discs on a square lattice.</summary>
    Dots,

    /// <summary>A chessboard.</summary>
    Checks,

    /// <summary>Bands that swing.</summary>
    Waves,

    /// <summary>Circles around the object's centre.</summary>
    Rings,

    /// <summary>Crossing lines.</summary>
    Grid,

    /// <summary>Bands folded to a saw.</summary>
    Zigzag,

    /// <summary>Smooth random patches.</summary>
    Blotches,

    /// <summary>Random small squares.</summary>
    Speckle,

    /// <summary>Sectors around the object's centre.</summary>
    Spokes,
}
