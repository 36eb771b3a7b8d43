namespace AlignZeg.Datasets.Worlds;

/// <summary>How hard scenes are to read. Defaults are what the shipped model was trained on; lengths in scene units (1/64 of the short side).</summary>
public sealed record SceneStyle
{
    /// <summary>Scenes that a model of the default style reads badly: small objects, many of them, strong casts and noise. For the benchmark of the claim.</summary>
    public static SceneStyle Hard { get; } = new()
    {
        SmallestRadius = 6, LargestRadius = 11, FewestObjects = 4, MostObjects = 7, LeastGain = .55, MostGain = 1.3, LeastCast = .8, MostCast = 1.2, LeastNoise = .05, MostNoise = .15,
    };

    /// <summary>Half the extent of the smallest object. Default: 9.</summary>
    public double SmallestRadius { get; init; } = 9;

    /// <summary>Half the extent of the largest object. Default: 15.</summary>
    public double LargestRadius { get; init; } = 15;

    /// <summary>Fewest objects per 64 x 64 units. Default: 3.</summary>
    public int FewestObjects { get; init; } = 3;

    /// <summary>Most objects per 64 x 64 units. Default: 5.</summary>
    public int MostObjects { get; init; } = 5;

    /// <summary>Weakest light. Default: 0.75.</summary>
    public double LeastGain { get; init; } = .75;

    /// <summary>Strongest light. Default: 1.15.</summary>
    public double MostGain { get; init; } = 1.15;

    /// <summary>Least gain of a colour channel beside the others. Default: 0.93.</summary>
    public double LeastCast { get; init; } = .93;

    /// <summary>Largest gain of a colour channel beside the others. Default: 1.07.</summary>
    public double MostCast { get; init; } = 1.07;

    /// <summary>Least sensor noise, a standard deviation, 0..1. Default: 0.005.</summary>
    public double LeastNoise { get; init; } = .005;

    /// <summary>Most sensor noise, a standard deviation, 0..1. Default: 0.03.</summary>
    public double MostNoise { get; init; } = .03;
}
