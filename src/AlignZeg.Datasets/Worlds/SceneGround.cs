namespace AlignZeg.Datasets.Worlds;

/// <summary>The unnamed background: one or two muted textures, parted by a wavy line.</summary>
internal sealed record SceneGround(int First, int Second, double Split, double Slope, int Salt)
{
    // grass, water, sand, earth: low contrast, so that a texture never looks like a material
    private static readonly (Radiance Low, Radiance High, double Scale, double Stretch)[] Textures =
    [
        (new(.26, .38, .20), new(.34, .47, .26), 1.3, .6), (new(.30, .42, .52), new(.37, .49, .60), 4, .3),
        (new(.66, .60, .47), new(.72, .66, .53), 1, 1), (new(.40, .33, .28), new(.47, .40, .34), 2, 1),
    ];

    public static SceneGround Draw(SeededRandom random)
    {
        int first = random.Next(Textures.Length);
        bool two = random.NextDouble() < .5;
        return new(first, two ? random.Next(Textures.Length) : first, random.Uniform(.2, .8), random.Uniform(-.5, .5), random.Next(1 << 20));
    }

    /// <summary>The ground's colour at a scene point; <paramref name="height"/> of the scene in units.</summary>
    public Radiance ColourAt(double x, double y, double height)
    {
        double line = Split * height + Slope * (x - 32) + 3 * Math.Sin(x / 9 + Salt);
        var (low, high, scale, stretch) = Textures[y < line ? First : Second];
        double t = ValueNoise.Smooth(x / scale, y / (scale * stretch), Salt);
        return low * (1 - t) + high * t;
    }
}
