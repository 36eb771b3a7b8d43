using AlignZeg.Datasets.Images;

namespace AlignZeg.Cli.Labelling;

/// <summary>How large the images of a person may be on a machine of their own: whoever sends them waits for them.</summary>
internal static class OwnImages
{
    /// <summary>Pixels of an image in tiles.</summary>
    public const long MaxPixelsInRows = 1_000_000_000;

    /// <summary>Bytes of a file, as many as an array has: a huge picture as PNG has some hundred million.</summary>
    public const int MaxBytes = 2_147_483_591;

    /// <summary>A decoder with these limits.</summary>
    public static ImageDecoder Decoder() => new(Limit(new()));

    /// <summary>Sets these limits.</summary>
    public static ImageDecodingOptions Limit(ImageDecodingOptions options)
    {
        (options.MaxPixelsInRows, options.MaxBytes) = (MaxPixelsInRows, MaxBytes);
        return options;
    }
}
