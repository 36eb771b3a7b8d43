namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What the table of the full network draws and trains.</summary>
internal sealed record NetworkPlan
{
    /// <summary>The usual <see cref="SceneSide"/>.</summary>
    public const int UsualSide = 64;

    /// <summary>Sides of the scenes, pixels: objects are as large as ever, so larger scenes hold more of them. A multiple of 32. Default: 64.</summary>
    public int SceneSide { get; init; } = UsualSide;

    /// <summary>Which splits and scenes. Default: the first.</summary>
    public BenchmarkDraw Draw { get; init; } = new();

    /// <summary>Scenes with masks of seen classes. Default: 1200.</summary>
    public int TrainingScenes { get; init; } = 1200;

    /// <summary>Scenes on which the claim threshold, gamma and theta are picked, by seen classes only. Default: 150.</summary>
    public int CalibrationScenes { get; init; } = 150;

    /// <summary>Scenes that the figures are from. Default: 300.</summary>
    public int TestScenes { get; init; } = 300;

    /// <summary>Optimiser steps of the masks. Default: 4000.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>Pictures per step. Default: 2. Many small steps make far better masks than few large ones of as many pictures.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>Steps of classification after which S - U is looked at. Default: 20 to 1620.</summary>
    public IReadOnlyList<int> FollowedSteps { get; init; } = [20, 60, 180, 540, 1620];

    /// <summary>As many queries as usual for as large an area.</summary>
    public int QueriesFor(int usual) => usual * SceneSide * SceneSide / (UsualSide * UsualSide);

    /// <summary>Which rows. Default: those of the claim, the parts alone and SAN's fusion.</summary>
    public NetworkRows Rows { get; init; } = NetworkRows.Fusion;
}
