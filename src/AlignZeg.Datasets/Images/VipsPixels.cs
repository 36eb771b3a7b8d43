using System.Runtime.InteropServices;
using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>Runs a libvips pipeline once and turns its bands into interleaved 8-bit RGB.</summary>
internal static class VipsPixels
{
    /// <summary>The pixels of an image as stored, [Height, Width, 3].</summary>
    /// <exception cref="ImageRefusedException">The samples are neither 8 nor 16 bit, or the bands are no colours.</exception>
    public static byte[] ToRgb(Image image, string name)
    {
        using var colours = Colours(image, name);
        return Arrange(colours.Bands, colours.Format == Enums.BandFormat.Ushort ? EightBit(colours.WriteToMemory<ushort>()) : colours.WriteToMemory<byte>());
    }

    /// <summary>An image with the bands that are colours and no others.</summary>
    /// <exception cref="ImageRefusedException">The samples are neither 8 nor 16 bit, or the bands are no colours.</exception>
    public static Image Colours(Image image, string name)
    {
        CheckKind(image, name);
        int colours = image.Interpretation == Enums.Interpretation.Cmyk ? 4 : image.Bands >= 3 ? 3 : 1;
        return image.Bands == colours ? image.Copy() : image.ExtractBand(0, colours);
    }

    /// <summary>Some samples of what <see cref="Colours"/> gave, as libvips has them, to 3 bytes a pixel.</summary>
    public static byte[] ToRgb(Image colours, byte[] samples) =>
        Arrange(colours.Bands, colours.Format == Enums.BandFormat.Ushort ? EightBit(MemoryMarshal.Cast<byte, ushort>(samples)) : samples);

    /// <summary>Refuses kinds of pixels that are not read, by what the header says.</summary>
    /// <exception cref="ImageRefusedException">The samples are neither 8 nor 16 bit, or the bands are no colours.</exception>
    public static void CheckKind(Image image, string name)
    {
        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort) || image.Bands > 4)
            throw Unsupported(name, $"{image.Bands} bands of type {image.Format.ToString().ToLowerInvariant()}");
        if (image.Interpretation == Enums.Interpretation.Cmyk && image.Bands == 4) return;
        if (image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs or Enums.Interpretation.Cmyk)
            throw Unsupported(name, $"colours of kind {image.Interpretation.ToString().ToLowerInvariant()}");
    }

    private static ImageRefusedException Unsupported(string name, string what) =>
        new(ImageRefusalReasons.UnsupportedFormat, $"Image '{name}' holds {what}; convert it to 8 or 16 bit grey or RGB.");

    private static byte[] Arrange(int bands, byte[] samples) => bands switch { 4 => FromCmyk(samples), 3 => samples, _ => Widen(samples) };

    private static byte[] EightBit(ReadOnlySpan<ushort> samples)
    {
        var result = GC.AllocateUninitializedArray<byte>(samples.Length);
        for (var i = 0; i < result.Length; i++) result[i] = (byte)((samples[i] + 128u) / 257u);
        return result;
    }

    private static byte[] Widen(byte[] samples)
    {
        var rgb = GC.AllocateUninitializedArray<byte>(samples.Length * 3);
        for (int i = 0, o = 0; i < samples.Length; i++, o += 3) rgb[o] = rgb[o + 1] = rgb[o + 2] = samples[i];
        return rgb;
    }

    private static byte[] FromCmyk(byte[] cmyk)
    {
        var rgb = GC.AllocateUninitializedArray<byte>(cmyk.Length / 4 * 3);
        for (int i = 0, o = 0; i < cmyk.Length; i += 4, o += 3)
        {
            var white = 255 - cmyk[i + 3];
            for (var c = 0; c < 3; c++) rgb[o + c] = (byte)(((255 - cmyk[i + c]) * white + 127) / 255);
        }

        return rgb;
    }
}
