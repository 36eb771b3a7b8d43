namespace AlignZeg.Datasets.Worlds;

/// <summary>A class of the embedded world: a surface with a program, a scale and two colours of its own. No two materials share a word of their names.</summary>
/// <param name="Name">One word.</param>
/// <param name="Family">The program of the surface.</param>
/// <param name="Period">Length of one repetition, in scene units (1/64 of the short side).</param>
/// <param name="Duty">Part of a repetition in the first colour, 0..1.</param>
/// <param name="Aspect">Length of the second direction over the first.</param>
/// <param name="First">Colour of the pattern, 0..1 each.</param>
/// <param name="Second">Colour of the ground.</param>
public sealed record Material(string Name, PatternFamily Family, double Period, double Duty, double Aspect, Radiance First, Radiance Second)
{
    /// <summary>The colour at a point of the surface, in the object's own frame and scene units from its centre.</summary>
    /// <param name="u">Along the pattern.</param> <param name="v">Across.</param> <param name="salt">Changes the random patches from object to object.</param>
    internal Radiance ColourAt(double u, double v, int salt) => IsFirst(u, v, salt) ? First : Second;

    private bool IsFirst(double u, double v, int salt) => Family switch
    {
        PatternFamily.Stripes => Fraction(u / Period) < Duty,
        PatternFamily.Dots => Math.Pow(Fraction(u / Period) - .5, 2) + Math.Pow(Fraction(v / (Period * Aspect)) - .5, 2) < Duty * Duty / Math.PI * 1.6,
        PatternFamily.Checks => Fraction(u / (2 * Period)) < .5 ^ Fraction(v / (2 * Period * Aspect)) < .5,
        PatternFamily.Waves => Fraction((u + Period * .45 * Math.Sin(2 * Math.PI * v / (2.2 * Period * Aspect))) / Period) < Duty,
        PatternFamily.Rings => Fraction(Math.Sqrt(u * u + v * v) / Period) < Duty,
        PatternFamily.Grid => Fraction(u / Period) < Duty * .6 || Fraction(v / (Period * Aspect)) < Duty * .6,
        PatternFamily.Zigzag => Fraction((u + Period * 1.2 * Math.Abs(Fraction(v / (2 * Period * Aspect)) - .5) * 2) / Period) < Duty,
        PatternFamily.Blotches => ValueNoise.Smooth(u / Period, v / (Period * Aspect), salt) < Duty,
        PatternFamily.Speckle => ValueNoise.Cell((int)Math.Floor(u / (Period * .5)), (int)Math.Floor(v / (Period * .5 * Aspect)), salt) < Duty,
        _ => Fraction(Math.Atan2(v, u) / (2 * Math.PI) * Math.Round(34 / Period)) < Duty,
    };

    private static double Fraction(double value) => value - Math.Floor(value);
}
