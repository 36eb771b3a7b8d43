namespace AlignZeg.Datasets.Worlds;

/// <summary>How a scene is lit and recorded: gain with a colour cast, a linear gradient over the picture, and sensor noise (standard deviation, 0..1).</summary>
internal sealed record SceneLight(Radiance Gain, double GradientX, double GradientY, double Noise)
{
    public static SceneLight Draw(SeededRandom random, SceneStyle style)
    {
        double gain = random.Uniform(style.LeastGain, style.MostGain);
        double Cast() => random.Uniform(style.LeastCast, style.MostCast);
        Radiance cast = new(Cast(), Cast(), Cast());
        return new(cast * gain, random.Uniform(-.15, .15), random.Uniform(-.15, .15), random.Uniform(style.LeastNoise, style.MostNoise));
    }

    /// <summary>The recorded colour; <paramref name="x"/> and <paramref name="y"/> run from -1 to 1 over the picture.</summary>
    public Radiance Record(Radiance colour, double x, double y) => colour * Gain * (1 + GradientX * x + GradientY * y);
}
