namespace AlignZeg.Datasets.Images;

/// <summary>The stable codes of <see cref="ImageRefusedException.Reason"/>: they go into result logs and never change their meaning.</summary>
public static class ImageRefusalReasons
{
    /// <summary>The file has no bytes.</summary>
    public const string Empty = "empty";

    /// <summary>Not an image, or an image of a kind that is not read.</summary>
    public const string UnsupportedFormat = "unsupported_format";

    /// <summary>The file is larger than <see cref="ImageDecodingOptions.MaxBytes"/>.</summary>
    public const string TooManyBytes = "too_many_bytes";

    /// <summary>The picture is larger than <see cref="ImageDecodingOptions.MaxPixels"/>.</summary>
    public const string TooManyPixels = "too_many_pixels";

    /// <summary>The file ends before its image does.</summary>
    public const string Truncated = "truncated";

    /// <summary>The file is complete but damaged.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A readable image that is no label map: it holds colours, not one index per pixel.</summary>
    public const string NotALabelMap = "not_a_label_map";
}
