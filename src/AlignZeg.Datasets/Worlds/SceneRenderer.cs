using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Worlds;

/// <summary>Draws a composition of objects at any size; a scene unit is 1/64 of the short side.</summary>
internal static class SceneRenderer
{
    /// <summary>Scene units on the short side.</summary>
    public const int Units = 64;

    /// <param name="objects">Back to front.</param> <param name="extent">Scene units on the short side.</param>
    public static Scene Render(
        World world, SceneGround ground, SceneLight light, IReadOnlyList<SceneObject> objects, int width, int height, SeededRandom noise, double extent = Units)
    {
        double unit = Math.Min(width, height) / extent;
        var pixels = new byte[width * height * 3];
        var truth = new ushort[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double x = (column + .5) / unit, y = (row + .5) / unit;
                var top = TopAt(objects, x, y);
                var colour = top is null ? ground.ColourAt(x, y, height / unit) : top.ColourAt(x, y, world.Materials[top.Material]);
                colour = light.Record(colour, 2.0 * column / width - 1, 2.0 * row / height - 1);
                int at = row * width + column;
                if (top is not null) truth[at] = (ushort)(top.Material + 1);
                Write(pixels.AsSpan(3 * at, 3), colour, light.Noise, noise);
            }
        }

        return new(new RgbImage(pixels, width, height), new LabelMap(truth, width, height));
    }

    private static SceneObject? TopAt(IReadOnlyList<SceneObject> objects, double x, double y)
    {
        for (int i = objects.Count - 1; i >= 0; i--)
        {
            if (objects[i].Covers(x, y)) return objects[i];
        }

        return null;
    }

    // one uniform draw per channel: its standard deviation is 1/sqrt(12) of its width
    private static void Write(Span<byte> pixel, Radiance colour, double noise, SeededRandom random)
    {
        double width = noise * Math.Sqrt(12);
        pixel[0] = Quantise(colour.R + width * (random.NextDouble() - .5));
        pixel[1] = Quantise(colour.G + width * (random.NextDouble() - .5));
        pixel[2] = Quantise(colour.B + width * (random.NextDouble() - .5));
    }

    private static byte Quantise(double value) => (byte)Math.Clamp((int)Math.Round(value * 255), 0, 255);
}
