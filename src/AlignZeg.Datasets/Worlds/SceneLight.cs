namespace AlignZeg.Datasets.Worlds;

/// <summary>How a scene is lit and recorded: gain with a colour cast, a linear gradient over the picture, and sensor noise (standard deviation, 0..1).</summary>
internal sealed record SceneLight(Radiance Gain, double GradientX, double GradientY, double Noise)
{
    public static SceneLight Draw(SeededRandom random)
    {
        double gain = random.Uniform(.75, 1.15);
        Radiance cast = new(random.Uniform(.93, 1.07), random.Uniform(.93, 1.07), random.Uniform(.93, 1.07));
        return new(cast * gain, random.Uniform(-.15, .15), random.Uniform(-.15, .15), random.Uniform(.005, .03));
    }

    /// <summary>The recorded colour; <paramref name="x"/> and <paramref name="y"/> run from -1 to 1 over the picture.</summary>
    public Radiance Record(Radiance colour, double x, double y) => colour * Gain * (1 + GradientX * x + GradientY * y);
}
