namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// The colour of each class id, the same in masks, overlays and reports of every run. Hues advance by the golden angle, so that neighbouring ids never look
/// alike, through nine shades, so that 255 classes stay distinct. The bit-shuffled palette of PASCAL VOC was not taken: its class 0 is black and its first
/// ids are dark, both invisible on a photograph.
/// </summary>
public static class Palette
{
    /// <summary>The colour of "no label".</summary>
    public static readonly Rgb Ignore = new(224, 224, 224);

    private static readonly (double Saturation, double Value)[] Shades =
        [(0.85, 1.0), (0.90, 0.72), (0.48, 1.0), (1.0, 0.88), (0.60, 0.62), (0.62, 0.92), (1.0, 0.55), (0.35, 0.85), (0.75, 0.80)];

    /// <summary>The colour of a class; distinct for ids 0..254.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative.</exception>
    public static Rgb ColourOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        var turns = id * 0.6180339887498949;
        var (saturation, value) = Shades[id / 8 % Shades.Length];       // eight hues of one shade, then the next shade
        return FromHsv(6 * (turns - Math.Floor(turns)), saturation, value);
    }

    /// <summary>Hue in sixths of a turn, 0..6; the channel that lies n sixths away is V - V·S·max(0, min(k, 4 - k, 1)), k = (n + hue) mod 6.</summary>
    private static Rgb FromHsv(double hue, double saturation, double value)
    {
        byte Channel(int n)
        {
            var k = (n + hue) % 6;
            return (byte)(255 * (value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1)) + 0.5);
        }

        return new Rgb(Channel(5), Channel(3), Channel(1));
    }
}
