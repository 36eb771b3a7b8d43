using System.Text.Json;
using NetVips;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>Readers of the formats, written from their descriptions and sharing no code with the writers; PNGs are read by libvips.</summary>
internal static class SecondReader
{
    /// <summary>Samples of a PNG, interleaved; palettes are turned into colours, see <see cref="PngIndices"/>.</summary>
    public static (int[] Samples, int Bands, int Width, int Height) Png(string path)
    {
        using var image = Image.Pngload(path, access: Enums.Access.Sequential);
        using var wide = image.Cast(Enums.BandFormat.Int);
        var bytes = wide.WriteToMemory<int>();
        return (bytes, image.Bands, image.Width, image.Height);
    }

    /// <summary>Colours as R + 256 G + 65536 B.</summary>
    public static int[] Colours(string path)
    {
        var (samples, bands, width, height) = Png(path);
        return [.. Enumerable.Range(0, width * height).Select(i => samples[bands * i] | samples[bands * i + 1] << 8 | samples[bands * i + 2] << 16)];
    }

    /// <summary>A compressed COCO RLE, row-major.</summary>
    public static bool[] CocoRle(JsonElement segmentation)
    {
        var (height, width) = (segmentation.GetProperty("size")[0].GetInt32(), segmentation.GetProperty("size")[1].GetInt32());
        var (counts, text, p) = (new List<long>(), segmentation.GetProperty("counts").GetString()!, 0);
        while (p < text.Length)
        {
            long x = 0;
            var (k, more, c) = (0, true, 0);
            while (more)
            {
                c = text[p++] - 48;
                x |= (long)(c & 31) << (5 * k++);
                more = c >= 32;
            }

            if ((c & 16) == 16) x -= 1L << (5 * k);
            counts.Add(counts.Count >= 3 ? x + counts[^2] : x);
        }

        var (mask, at) = (new bool[width * height], 0);
        for (var i = 0; i < counts.Count; i++)
        {
            for (var n = 0; n < counts[i]; n++, at++) mask[at % height * width + at / height] = i % 2 == 1;
        }

        return mask;
    }

    /// <summary>A brush mask of Label Studio, by its bits as text: the alpha of each pixel.</summary>
    public static bool[] Brush(JsonElement rle)
    {
        var (bits, at) = (string.Concat(rle.EnumerateArray().Select(one => Convert.ToString(one.GetInt32(), 2).PadLeft(8, '0'))), 0);
        int Next(int length) => Convert.ToInt32(bits[at..(at += length)], 2);
        var (count, word, values) = (Next(32), Next(5) + 1, new List<int>());
        int[] sizes = [Next(4) + 1, Next(4) + 1, Next(4) + 1, Next(4) + 1];
        while (values.Count < count)
        {
            var repeated = Next(1) == 1;
            var length = Next(sizes[Next(2)]) + 1;
            values.AddRange(repeated ? Enumerable.Repeat(Next(word), length) : Enumerable.Range(0, length).Select(_ => Next(word)).ToList());
        }

        return [.. Enumerable.Range(0, count / 4).Select(pixel => values[4 * pixel + 3] == 255)];
    }

    /// <summary>Whether the centre of a pixel is inside rings, counting the edges to its right.</summary>
    public static bool Inside(IReadOnlyList<(double X, double Y)[]> rings, int x, int y)
    {
        var inside = false;
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                if (a.Y > y + .5 != b.Y > y + .5 && x + .5 < a.X + (y + .5 - a.Y) * (b.X - a.X) / (b.Y - a.Y)) inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Points from pairs of numbers.</summary>
    public static (double X, double Y)[] Pairs(IReadOnlyList<double> flat) => [.. Enumerable.Range(0, flat.Count / 2).Select(i => (flat[2 * i], flat[2 * i + 1]))];

    public static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
