using System.Buffers.Binary;

namespace AlignZeg.Datasets.Images;

/// <summary>Tells an image's format and completeness from its own bytes; names and extensions are never looked at.</summary>
internal static class ImageSignature
{
    /// <summary>The format that the first bytes announce.</summary>
    public static ImageFormat FormatOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF])) return ImageFormat.Jpeg;
        if (bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10])) return ImageFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return ImageFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return ImageFormat.WebP;
        if (bytes is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..]) return ImageFormat.Tiff; // 43: BigTIFF, for files beyond 4 GB
        return bytes.Length >= 18 && bytes.StartsWith("BM"u8) && bytes[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 ? ImageFormat.Bmp : ImageFormat.Unknown;
    }

    /// <summary>
    /// True if the format's end mark is missing; in JPEG, after the last scan, because a thumbnail has an end mark of its own. Asked only after decoding
    /// failed, to say why; decoders' own messages would not do, because
    /// libvips keeps them in one buffer for all threads and the reason in a result log must not depend on what else was running.
    /// </summary>
    public static bool LooksTruncated(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => bytes.LastIndexOf<byte>([0xFF, 0xD9]) <= bytes.LastIndexOf<byte>([0xFF, 0xDA]),
        ImageFormat.Png => bytes.LastIndexOf("IEND"u8) < 0,
        ImageFormat.WebP => BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length,
        ImageFormat.Gif => bytes.TrimEnd((byte)0) is not [.., 0x3B],
        _ => false,
    };
}
