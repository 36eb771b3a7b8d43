namespace AlignZeg.Datasets.Images;

/// <summary>Puts an EXIF orientation into a JPEG, as cameras do.</summary>
internal static class JpegOrientation
{
    // APP1: length 34, "Exif\0\0", a big-endian TIFF header, and one directory of one entry: tag 0x0112 (orientation), type SHORT, count 1.
    private static ReadOnlySpan<byte> Segment =>
    [
        0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private const int ValueOffset = 29, StartOfImage = 2;

    /// <summary>The JPEG with the tag right behind its start; unchanged for orientation 1 (upright).</summary>
    public static byte[] Tag(byte[] jpeg, int orientation)
    {
        if (orientation == 1) return jpeg;
        var tagged = new byte[jpeg.Length + Segment.Length];
        jpeg.AsSpan(0, StartOfImage).CopyTo(tagged);
        Segment.CopyTo(tagged.AsSpan(StartOfImage));
        tagged[StartOfImage + ValueOffset] = (byte)orientation;
        jpeg.AsSpan(StartOfImage).CopyTo(tagged.AsSpan(StartOfImage + Segment.Length));
        return tagged;
    }
}
