using AlignZeg.Datasets.Images;

namespace AlignZeg.Cli.Labelling;

/// <summary>How large the images of a person may be on a machine of their own: whoever sends them waits for them.</summary>
internal static class OwnImages
{
    /// <summary>Pixels of an image in tiles.</summary>
    public const long MaxPixelsInRows = 1_000_000_000;

    /// <summary>A decoder with that limit.</summary>
    public static ImageDecoder Decoder() => new(new() { MaxPixelsInRows = MaxPixelsInRows });
}
