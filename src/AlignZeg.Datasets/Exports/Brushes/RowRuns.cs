using System.Globalization;

namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>CVAT's run lengths: along the rows of a box, zeros first, as <c>3, 5, 7</c>.</summary>
internal static class RowRuns
{
    /// <summary>Writes a mask.</summary>
    /// <param name="pixels">Row-major, 0 or 1.</param>
    public static string Write(ReadOnlySpan<byte> pixels)
    {
        var runs = new List<int>();
        for (int at = 0, value = 0; at < pixels.Length; value ^= 1)
        {
            var from = at;
            while (at < pixels.Length && pixels[at] == value) at++;
            runs.Add(at - from);
        }

        return string.Join(", ", runs);
    }

    /// <summary>Reads a mask, 0 or 1 per pixel.</summary>
    /// <exception cref="ExportException">The runs do not fill the box.</exception>
    public static ushort[] Read(string text, int count)
    {
        var (pixels, at, value) = (new ushort[count], 0, 0);
        foreach (var word in text.Split(','))
        {
            if (!int.TryParse(word, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var run) || run < 0 || run > count - at) throw Wrong(count);
            if (value == 1) Array.Fill(pixels, (ushort)1, at, run);
            (at, value) = (at + run, value ^ 1);
        }

        return at == count ? pixels : throw Wrong(count);
    }

    private static ExportException Wrong(int count) => new($"The run lengths of a mask do not fill its box of {count} pixels.");
}
