using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>Pictures of the embedded world at the network's input size, drawn large and shrunk exactly as the labelling path shrinks photographs.</summary>
internal static class WorldTrainingData
{
    private const int Enlargement = 4;

    // Widths and heights in scene units; half of the scenes are square.
    private static readonly (int Width, int Height)[] Shapes = [(64, 64), (64, 64), (64, 64), (64, 64), (96, 64), (64, 96), (128, 64), (64, 128)];

    /// <summary>Draws the data of a training run.</summary>
    /// <param name="world">Its materials are the classes.</param> <param name="seed">Of the scenes; no test may use it.</param>
    /// <param name="singles">Pictures of one object, captions only.</param> <param name="scenes">Pictures of several, with masks; they serve as captioned pictures too.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    public static TrainingData Draw(World world, long seed, int singles, int scenes, CancellationToken cancellationToken)
    {
        var sampler = new SceneSampler(world, seed);
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        var (single, labelled) = (new TrainingImage[singles], new TrainingImage[scenes]);
        Parallel.For(0, singles, parallel, i => single[i] = Single(sampler, i));
        Parallel.For(0, scenes, parallel, i => labelled[i] = Labelled(sampler, i, Shapes[i % Shapes.Length]));
        var tiles = new TrainingImage[singles];
        Parallel.For(0, singles, parallel, i => tiles[i] = Tile(sampler, i));
        var captioned = single.Concat(labelled.Where(i => i.Classes.Count > 0).Select(i => i with { Labels = [] }));
        return new([.. world.Materials.Select(m => m.Name)], world.Seen, [.. captioned], tiles, labelled);
    }

    /// <summary>Square scenes of a style, with masks of all classes.</summary>
    /// <param name="world">Its materials are the classes.</param> <param name="style">Of the scenes.</param> <param name="side">Pixels, and units of the scene.</param> <param name="seed">Of the scenes.</param> <param name="scenes">How many.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    public static TrainingImage[] Squares(World world, SceneStyle style, int side, long seed, int scenes, CancellationToken cancellationToken)
    {
        var (sampler, drawn) = (new SceneSampler(world, seed, style), new TrainingImage[scenes]);
        Parallel.For(0, scenes, new ParallelOptions { CancellationToken = cancellationToken }, i => drawn[i] = Labelled(sampler, i, (side, side)));
        return drawn;
    }

    private static TrainingImage Single(SceneSampler sampler, int index)
    {
        var (scene, material) = sampler.DrawSingle(index, 64 * Enlargement);
        return new(BicubicResize.Resize(scene.Image, 64, 64).Pixels, 64, 64, [], [material]);
    }

    private static TrainingImage Tile(SceneSampler sampler, int index)
    {
        var (scene, material) = sampler.DrawTile(index, 32 * Enlargement);
        return new(BicubicResize.Resize(scene.Image, 32, 32).Pixels, 32, 32, [], [material]);
    }

    private static TrainingImage Labelled(SceneSampler sampler, int index, (int Width, int Height) shape)
    {
        var (width, height) = shape;
        var scene = sampler.Draw(index, width * Enlargement, height * Enlargement);
        var labels = Shrink(scene.Truth, width, height);
        int[] classes = [.. labels.Where(l => l > 0).GroupBy(l => l).Where(g => g.Count() >= 40).Select(g => g.Key - 1).Order()];
        return new(BicubicResize.Resize(scene.Image, width, height).Pixels, width, height, labels, classes);
    }

    private static byte[] Shrink(LabelMap truth, int width, int height)
    {
        var labels = new byte[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                labels[y * width + x] = (byte)truth.Ids[(y * Enlargement + Enlargement / 2) * truth.Width + x * Enlargement + Enlargement / 2];
        return labels;
    }
}
