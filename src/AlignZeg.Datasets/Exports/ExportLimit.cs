using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Exports;

/// <summary>The largest label map that an export takes. Formats hold a map whole, some of them its parts and outlines too: what that needs says <see cref="ExportFormat.BytesPerPixel"/>.</summary>
/// <param name="Pixels">Width times height, at most <see cref="Most"/>.</param>
/// <param name="Option">What can be raised by whoever reads why a map was left out.</param>
public sealed record ExportLimit(long Pixels, string Option)
{
    /// <summary>The largest limit, in pixels: an array of their colours has no more.</summary>
    public const long Most = 700_000_000;

    /// <summary>No smaller one.</summary>
    public static ExportLimit OfArrays { get; } = new(Most, "");

    /// <summary>Refuses a larger map.</summary>
    /// <exception cref="ExportException">It is.</exception>
    internal void Check(ImageSize size, ExportFormat format)
    {
        if (size.Pixels <= Pixels) return;
        throw new ExportException(FormattableString.Invariant(
            $"Its label map has {size.Width}x{size.Height} pixels, the limit is {Pixels}; {(size.Pixels > Most ? "label the image in parts" : $"raise {Option} if there is memory for it: up to {size.Pixels / 1e9 * format.BytesPerPixel:0.0} GB as {format.Name}")}."));
    }
}
