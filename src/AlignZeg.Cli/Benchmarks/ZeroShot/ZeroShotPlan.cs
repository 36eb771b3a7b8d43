using System.Text.Json.Serialization;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What the benchmark of the claim draws and trains; everything follows from it and the CLIP.</summary>
internal sealed record ZeroShotPlan
{
    /// <summary>Few steps on few scenes: shows that everything runs, proves nothing.</summary>
    public static ZeroShotPlan Quick { get; } = new()
    {
        TrainingScenes = 300, CalibrationScenes = 150, TestScenes = 200, Steps = 200, Splits = 1, Seeds = 1,
        Network = new() { TrainingScenes = 100, CalibrationScenes = 10, TestScenes = 20, Steps = 10, Batch = 8, FollowedSteps = [20, 60], Rows = NetworkRows.Claim },
    };

    /// <summary>Random splits. Default: 3.</summary>
    public int Splits { get; init; } = 3;

    /// <summary>Trainings per split and row. Default: 3.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Scenes whose regions are trained on. Default: 1500.</summary>
    public int TrainingScenes { get; init; } = 1500;

    /// <summary>Scenes on which background bias and gamma are picked, by seen classes only. Default: 500.</summary>
    public int CalibrationScenes { get; init; } = 500;

    /// <summary>Scenes that the figures are from. Default: 800.</summary>
    public int TestScenes { get; init; } = 800;

    /// <summary>Optimiser steps of a row. Default: 500.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>Share of background regions that every row is made to recognise, 0..1. Default: 0.65, as the second study had it.</summary>
    public double BackgroundAccuracy { get; init; } = .65;

    /// <summary>The table of the full network.</summary>
    public NetworkPlan Network { get; init; } = new();

    /// <summary>Which splits and scenes; <see cref="NetworkPlan.Draw"/> is the same.</summary>
    [JsonIgnore]
    public BenchmarkDraw Draw => Network.Draw;

    /// <summary>How hard scenes are to read.</summary>
    public SceneStyle Style { get; init; } = SceneStyle.Hard;
}
