using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Datasets.Images;

/// <summary>How large an image may be before it is refused unread. The limits hold for photographs and for label maps.</summary>
public sealed class ImageDecodingOptions
{
    /// <summary>Largest file, in bytes. A larger one is refused before it is parsed. Default: 256 MiB.</summary>
    [Range(1L, 2_147_483_591L)] public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>Largest picture, width times height, in pixels. A larger one is refused from its header, before pixels are allocated. Default: 100
    /// million.</summary>
    [Range(1L, 500_000_000L)] public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Largest picture that is read row by row and never held whole, as huge pictures are that are cut into tiles; pixels. Default: 100 million, as <see cref="MaxPixels"/>. What more costs is not
    /// memory but time, minutes of a device for a file of some kilobytes: raise it where you know who sends images.</summary>
    [Range(1L, 1_000_000_000_000L)] public long MaxPixelsInRows { get; set; } = 100_000_000;

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
