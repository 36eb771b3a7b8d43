namespace AlignZeg.Datasets.Images;

/// <summary>The image formats that are read.</summary>
internal enum ImageFormat
{
    Unknown,
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,
    Bmp,
}
