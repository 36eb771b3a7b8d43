namespace AlignZeg.Datasets.LabelMaps;

/// <summary>A colour, 8 bits per channel, sRGB.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>As <c>#rrggbb</c>, for HTML and JSON.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
