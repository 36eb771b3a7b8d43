using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Reports;

/// <summary>Colours for a score: dark is unsure, bright is sure; lightness rises all the way, so it reads in grey too.</summary>
internal static class HeatScale
{
    private const int Levels = 24; // few enough for a small file, enough for the eye
    private static readonly Rgb[] Stops = [new(18, 12, 44), new(86, 24, 110), new(176, 50, 98), new(236, 112, 62), new(250, 190, 70), new(252, 250, 190)];

    public static IReadOnlyList<Rgb?> Palette { get; } = [.. Enumerable.Range(0, Levels).Select(level => (Rgb?)At((double)level / (Levels - 1)))];

    /// <summary>The palette's index for a score of 0..255.</summary>
    public static byte IndexOf(byte score) => (byte)(score * Levels / 256);

    private static Rgb At(double fraction)
    {
        double at = fraction * (Stops.Length - 1);
        int below = Math.Min((int)at, Stops.Length - 2);
        var (a, b, t) = (Stops[below], Stops[below + 1], at - below);
        return new((byte)(a.R + t * (b.R - a.R)), (byte)(a.G + t * (b.G - a.G)), (byte)(a.B + t * (b.B - a.B)));
    }
}
