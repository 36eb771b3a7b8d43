namespace AlignZeg.Datasets.Worlds;

/// <summary>Draws random scenes of a world. Scene i of a seed is always the same picture, whatever was drawn before.</summary>
/// <param name="world">The classes.</param> <param name="seed">Of the scenes.</param> <param name="style">How hard they are to read; null = as the shipped model knows them.</param>
public sealed class SceneSampler(World world, long seed, SceneStyle? style = null)
{
    private readonly SceneStyle _style = style ?? new();

    /// <summary>A scene of several objects that may hide one another, as many as the style says.</summary>
    /// <param name="index">Which scene of the seed.</param> <param name="width">Pixels.</param> <param name="height">Pixels.</param>
    public Scene Draw(long index, int width, int height)
    {
        var random = new SeededRandom(seed, index);
        double unit = Math.Min(width, height) / (double)SceneRenderer.Units;
        double columns = width / unit, rows = height / unit;
        int count = (int)Math.Round(random.Between(_style.FewestObjects, _style.MostObjects) * columns * rows / (SceneRenderer.Units * SceneRenderer.Units));
        var objects = new List<SceneObject>();
        for (int i = 0; i < count; i++)
        {
            double radius = random.Uniform(_style.SmallestRadius, _style.LargestRadius);
            objects.Add(Place(random, radius, columns, rows, objects));
        }

        return SceneRenderer.Render(world, SceneGround.Draw(random), SceneLight.Draw(random, _style), objects, width, height, random);
    }

    /// <summary>A square picture of a single object, large or small, as image-caption pairs show it.</summary>
    /// <returns>The picture, and the material's index.</returns>
    public (Scene Scene, int Material) DrawSingle(long index, int side)
    {
        var random = new SeededRandom(seed, index, 1);
        return DrawSingle(random, random.Uniform(10, 30), side, SceneRenderer.Units);
    }

    /// <summary>A square cut-out of half a scene's side around an object of the size that scenes have.</summary>
    /// <returns>The picture, and the material's index.</returns>
    public (Scene Scene, int Material) DrawTile(long index, int side)
    {
        var random = new SeededRandom(seed, index, 3);
        return DrawSingle(random, random.Uniform(_style.SmallestRadius, _style.LargestRadius), side, SceneRenderer.Units / 2.0);
    }

    private (Scene Scene, int Material) DrawSingle(SeededRandom random, double radius, int side, double extent)
    {
        double reach = Math.Max(0, extent / 2 - radius * .8);
        double x = extent / 2 + random.Uniform(-reach, reach), y = extent / 2 + random.Uniform(-reach, reach);
        var single = Turn(random, random.Next(world.Materials.Count), x, y, radius);
        var scene = SceneRenderer.Render(world, SceneGround.Draw(random), SceneLight.Draw(random, _style), [single], side, side, random, extent);
        return (scene, single.Material);
    }

    // The best of a few random places: far from the objects already there, so that few are hidden altogether.
    private SceneObject Place(SeededRandom random, double radius, double columns, double rows, List<SceneObject> others)
    {
        var (bestX, bestY, bestGap) = (0.0, 0.0, double.NegativeInfinity);
        for (int attempt = 0; attempt < 6; attempt++)
        {
            double x = random.Uniform(radius * .5, columns - radius * .5), y = random.Uniform(radius * .5, rows - radius * .5);
            double gap = others.Count == 0 ? 0 : others.Min(o => Math.Sqrt(Math.Pow(o.X - x, 2) + Math.Pow(o.Y - y, 2)) - o.Radius - radius);
            if (gap > bestGap) (bestX, bestY, bestGap) = (x, y, gap);
        }

        return Turn(random, random.Next(world.Materials.Count), bestX, bestY, radius);
    }

    private static SceneObject Turn(SeededRandom random, int material, double x, double y, double radius)
    {
        int sides = random.Next(3) switch { 0 => 0, 1 => 3, _ => 4 };
        return new(material, x, y, radius, sides, random.Uniform(0, 2 * Math.PI), random.Uniform(0, 2 * Math.PI), random.Next(1 << 20));
    }
}
