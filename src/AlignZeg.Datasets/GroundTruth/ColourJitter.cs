using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>
/// The colour jitter of SSD: brightness by up to 32 levels, contrast and saturation by 0.5 to 1.5, hue by up to 36 degrees, each for every second picture, contrast first
/// or last. Source: Mask2Former's and SAN's mapper; ours: levels are clamped, not rounded, between the steps.
/// </summary>
internal sealed class ColourJitter
{
    private const double Brightest = 32, Least = .5, Largest = 1.5, MostDegrees = 36;
    private readonly double _brightness, _contrast, _saturation, _turn;
    private readonly bool _contrastFirst;

    /// <summary>Draws what is to be done to one picture.</summary>
    public ColourJitter(SeededRandom random)
    {
        double Maybe(double low, double high, double otherwise)
        {
            double value = random.Uniform(low, high);
            return random.Next(2) == 0 ? otherwise : value;
        }

        (_brightness, _contrast, _saturation) = (Maybe(-Brightest, Brightest, 0), Maybe(Least, Largest, 1), Maybe(Least, Largest, 1));
        _turn = Maybe(-MostDegrees, MostDegrees, 0) / 60; // in sixths of a turn
        _contrastFirst = random.Next(2) == 0;
    }

    /// <summary>Changes pixels in place.</summary>
    /// <param name="rgb">Interleaved, 0..255.</param>
    public void Apply(Span<byte> rgb)
    {
        bool recolour = _saturation != 1 || _turn != 0;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            var (r, g, b) = (Level(rgb[i]), Level(rgb[i + 1]), Level(rgb[i + 2]));
            if (recolour) (r, g, b) = Recolour(r, g, b);
            if (!_contrastFirst) (r, g, b) = (Clamp(r * _contrast), Clamp(g * _contrast), Clamp(b * _contrast));
            (rgb[i], rgb[i + 1], rgb[i + 2]) = ((byte)(r + .5), (byte)(g + .5), (byte)(b + .5));
        }
    }

    private double Level(byte level)
    {
        double bright = Clamp(level + _brightness);
        return _contrastFirst ? Clamp(bright * _contrast) : bright;
    }

    /// <summary>Hue in sixths of a turn; the channel that lies n sixths away is V - V·S·max(0, min(k, 4 - k, 1)), k = (n + hue) mod 6.</summary>
    private (double R, double G, double B) Recolour(double r, double g, double b)
    {
        double high = Math.Max(r, Math.Max(g, b)), range = high - Math.Min(r, Math.Min(g, b));
        if (range <= 0) return (r, g, b);
        double hue = high == r ? (g - b) / range : high == g ? 2 + (b - r) / range : 4 + (r - g) / range;
        double turned = (hue + _turn + 12) % 6, chroma = high * Math.Min(1, range / high * _saturation);
        double Channel(int n)
        {
            double k = (n + turned) % 6;
            return high - chroma * Math.Clamp(Math.Min(k, 4 - k), 0, 1);
        }

        return (Channel(5), Channel(3), Channel(1));
    }

    private static double Clamp(double level) => Math.Clamp(level, 0, 255);
}
