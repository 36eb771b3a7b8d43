using System.Buffers.Binary;

namespace AlignZeg.Datasets.Tests.Images;

/// <summary>BMP files by hand, for the variants that no encoder at hand writes.</summary>
internal static class BmpFile
{
    /// <summary>A BMP with a 40-byte header; a negative height stores the top line first. The palette is B, G, R, 0 per entry.</summary>
    public static byte[] Make(int width, int height, int bits, byte[] palette, byte[] pixels, int compression = 0)
    {
        var file = new byte[54 + palette.Length + pixels.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + palette.Length);
        file[14] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        (file[26], file[28], file[30]) = (1, (byte)bits, (byte)compression);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), palette.Length / 4);
        palette.CopyTo(file.AsSpan(54));
        pixels.CopyTo(file.AsSpan(54 + palette.Length));
        return file;
    }
}
