using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// Antialiased bicubic resizing (a = -0.5), bit for bit what Pillow's 8-bit <c>resize(BICUBIC)</c> gives, which is what CLIP checkpoints were trained on:
/// rows first, rounded to bytes, then columns; weights in fixed point of 22 bits. A pass that changes nothing is skipped.
/// </summary>
public static class BicubicResize
{
    private const int Half = 1 << (ResizeTaps.Bits - 1);

    /// <summary>Resizes to the given size, without regard to the aspect ratio.</summary>
    /// <param name="source">The picture, [h, w, 3].</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <returns>[height, width, 3]; <paramref name="source"/> itself if it has that size already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static RgbImage Resize(RgbImage source, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (source.Width == width && source.Height == height) return source;
        if (source.Height != height && source.Width != width) return RowsThenColumns(source, new(0, 0, source.Width, source.Height), width, height);
        var result = GC.AllocateUninitializedArray<byte>(checked(width * height * 3));
        if (source.Height == height) Rows(source.Pixels, source.Width, result, width, height);
        else Columns(source.Pixels, width * 3, ResizeTaps.For(source.Height, height), result);
        return new RgbImage(result, width, height);
    }

    /// <summary>Resizes a part of a picture: bit for bit what <see cref="Resize(RgbImage, int, int)"/> gives for a copy of it, without the copy.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="part">Inside it.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    /// <returns>[height, width, 3].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the part is not inside the picture.</exception>
    public static RgbImage Resize(RgbImage source, PixelBox part, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (part.Left < 0 || part.Top < 0 || part.Width < 1 || part.Height < 1 || part.Left > source.Width - part.Width || part.Top > source.Height - part.Height)
            throw new ArgumentOutOfRangeException(nameof(part), $"The part {part} is not inside a picture of {source.Width}x{source.Height}.");
        return RowsThenColumns(source, part, width, height);
    }

    // Of a side that stays, the weights are 1 and 0: every byte as it was.
    private static RgbImage RowsThenColumns(RgbImage source, PixelBox part, int width, int height)
    {
        using var resize = new RowwiseResize(part.Width, part.Height, width, height);
        for (var y = 0; y < part.Height; y++) resize.Add(source.Pixels.AsSpan(((part.Top + y) * source.Width + part.Left) * 3, part.Width * 3));
        return resize.Complete();
    }

    private static void Rows(ReadOnlySpan<byte> source, int sourceWidth, Span<byte> target, int width, int height)
    {
        var taps = ResizeTaps.For(sourceWidth, width);
        for (var y = 0; y < height; y++) Row(source.Slice(y * sourceWidth * 3, sourceWidth * 3), target.Slice(y * width * 3, width * 3), taps);
    }

    /// <summary>One pixel at a time; its three channels (and one more, unused) are the lanes of a vector.</summary>
    internal static void Row(ReadOnlySpan<byte> source, Span<byte> target, ResizeTaps taps)
    {
        for (var x = 0; x < taps.Length; x++)
        {
            var at = taps.First[x] * 3;
            var sum = Vector128.Create(Half);
            foreach (var weight in taps.WeightsOf(x))
            {
                sum += Pixel(source, at) * weight;
                at += 3;
            }

            var rounded = sum >> ResizeTaps.Bits;
            (target[3 * x], target[3 * x + 1], target[3 * x + 2]) = (Clamp(rounded[0]), Clamp(rounded[1]), Clamp(rounded[2]));
        }
    }

    private static Vector128<int> Pixel(ReadOnlySpan<byte> source, int at) => at + 4 <= source.Length
        ? Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<uint>(source[at..])).AsByte())).AsInt32()
        : Vector128.Create(source[at], source[at + 1], source[at + 2], 0);

    /// <summary>Every byte of a line is a column of its own; eight at a time.</summary>
    internal static void Columns(ReadOnlySpan<byte> source, int line, ResizeTaps taps, Span<byte> target)
    {
        for (var y = 0; y < taps.Length; y++)
        {
            var weights = taps.WeightsOf(y);
            var from = source.Slice(taps.First[y] * line, weights.Length * line);
            var to = target.Slice(y * line, line);
            var x = 0;
            for (; x + 8 <= line; x += 8) EightColumns(from[x..], line, weights).CopyTo(to[x..]);
            for (; x < line; x++) to[x] = Column(from[x..], line, weights);
        }
    }

    private static Vector64<byte> EightColumns(ReadOnlySpan<byte> from, int line, ReadOnlySpan<int> weights)
    {
        var (low, high) = (Vector128.Create(Half), Vector128.Create(Half));
        for (int i = 0, at = 0; i < weights.Length; i++, at += line)
        {
            var wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(from[at..])).AsByte());
            low += Vector128.WidenLower(wide).AsInt32() * weights[i];
            high += Vector128.WidenUpper(wide).AsInt32() * weights[i];
        }

        var bytes = Vector128.Min(Vector128.Max(Vector128.Narrow(low >> ResizeTaps.Bits, high >> ResizeTaps.Bits), default), Vector128.Create((short)255));
        return Vector128.Narrow(bytes, bytes).AsByte().GetLower();
    }

    private static byte Column(ReadOnlySpan<byte> from, int line, ReadOnlySpan<int> weights)
    {
        var sum = Half;
        for (int i = 0, at = 0; i < weights.Length; i++, at += line) sum += from[at] * weights[i];
        return Clamp(sum >> ResizeTaps.Bits);
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
