using AlignZeg.Cli.Training;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Scenes of the full network's table, each set from a seed of its own.</summary>
/// <param name="World">The classes; its split is of no account here.</param>
/// <param name="Training">Trained on.</param> <param name="Calibration">For numbers that are picked.</param> <param name="Test">For figures.</param>
internal sealed record NetworkScenes(World World, TrainingImage[] Training, TrainingImage[] Calibration, TrainingImage[] Test)
{
    /// <summary>Draws them.</summary>
    public static NetworkScenes Draw(NetworkPlan plan, SceneStyle style, CancellationToken cancellationToken)
    {
        var (world, seeds) = (World.Create(), plan.Draw.SceneSeeds);
        TrainingImage[] Of(long seed, int count) => WorldTrainingData.Squares(world, style, plan.SceneSide, seed, count, cancellationToken);
        return new(world, Of(seeds.Training, plan.TrainingScenes), Of(seeds.Calibration, plan.CalibrationScenes), Of(seeds.Test, plan.TestScenes));
    }

    /// <summary>What a training under a split may have; masks of unseen classes are hidden where it begins.</summary>
    public TrainingData Under(IReadOnlyList<bool> seen) => new([.. World.Materials.Select(material => material.Name)], seen, [], [], Training);

    /// <summary>A scene as a model takes it: it has the size of the input.</summary>
    public static SegmenterInput InputOf(TrainingImage scene) => new(scene.Rgb, new(scene.Width, scene.Height), scene.Width, scene.Height);
}
