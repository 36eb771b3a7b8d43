using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// Decodes photographs from untrusted bytes into the frame and colours that a model sees. JPEG, PNG, WebP, GIF, TIFF and BMP, told by content.
/// The picture is upright (EXIF orientation applied, also in PNG, WebP and TIFF), alpha is dropped, 16 bits become round(v / 257), CMYK becomes RGB by
/// R = (255 - C)(255 - K) / 255, animations give their first frame. Colour profiles are ignored: CLIP models were trained on images read that way (Pillow).
/// Thread-safe; one thread per image.
/// </summary>
public sealed class ImageDecoder
{
    /// <summary>What to do with a picture whose format gives no rows.</summary>
    internal const string OtherFormat = "save it as JPEG, PNG or TIFF, which can be read in tiles";

    private readonly ImageDecodingOptions _options;

    /// <summary>Makes a decoder with the given limits.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A limit is out of its range.</exception>
    public ImageDecoder(ImageDecodingOptions? options = null)
    {
        _options = options ?? new ImageDecodingOptions();
        _options.Validate();
    }

    /// <summary>Refuses a file by its length alone: ask before reading it.</summary>
    /// <exception cref="ImageRefusedException">The file is empty or larger than <see cref="ImageDecodingOptions.MaxBytes"/>.</exception>
    public void CheckLength(long bytes, string name) => ImageLimits.CheckLength(bytes, name, _options);

    /// <summary>Decodes one image.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the image; not used for anything else.</param>
    /// <returns>The upright picture, [Height, Width, 3].</returns>
    /// <exception cref="ImageRefusedException">The bytes are no image of a known format, damaged, truncated or over a limit.</exception>
    public RgbImage Decode(byte[] bytes, string name)
    {
        var format = KnownFormat(bytes, name);
        if (format == ImageFormat.Bmp) return BmpReader.Read(bytes, name, _options);
        try
        {
            return DecodeWithVips(bytes, format, name);
        }
        catch (VipsException refusal)
        {
            throw Refusal(bytes, format, name, refusal);
        }
    }

    /// <summary>Opens an image to read it row by row.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the image; not used for anything else.</param>
    /// <returns>The rows of the upright picture; they are those of <see cref="Decode"/>.</returns>
    /// <exception cref="ImageRefusedException">As <see cref="Decode"/>, with the limit <see cref="ImageDecodingOptions.MaxPixelsInRows"/> for pictures that need not be held whole; damage
    /// behind the header is found when its row is read.</exception>
    public ImageRows OpenRows(byte[] bytes, string name)
    {
        var format = KnownFormat(bytes, name);
        if (format == ImageFormat.Bmp) return ImageRows.Of(Decode(bytes, name));
        try
        {
            Vips.EnsureReady();
            using var image = Load(bytes, format);
            if (!ComesInRows(format, image)) return ImageRows.Of(Decode(bytes, name));
            ImageLimits.CheckPixelsInRows(image.Width, image.Height, name, _options);
            return ImageRows.Of(VipsPixels.Colours(image, name), exception => Refusal(bytes, format, name, exception));
        }
        catch (VipsException refusal)
        {
            throw Refusal(bytes, format, name, refusal);
        }
    }

    /// <summary>Decodes an image for people to look at, made smaller; of a JPEG only as much is decoded as that needs.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the image; not used for anything else.</param>
    /// <param name="longest">The longer side in pixels, at least 1; a picture that is no larger keeps its size.</param>
    /// <returns>The upright picture.</returns>
    /// <exception cref="ImageRefusedException">As <see cref="Decode"/>.</exception>
    public RgbImage DecodeSmall(byte[] bytes, string name, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var format = KnownFormat(bytes, name);
        if (format == ImageFormat.Bmp) return SmallPicture.Of(BmpReader.Read(bytes, name, _options), longest);
        try
        {
            Vips.EnsureReady();
            using var whole = Load(bytes, format); // header only
            CheckPixels(whole, format, name, inRows: true); // what is made smaller on its way need not be held whole
            VipsPixels.CheckKind(whole, name);
            int orientation = OrientationOf(whole), factor = SmallPicture.JpegShrink(whole.Width, whole.Height, longest);
            using var image = format == ImageFormat.Jpeg && factor > 1 ? Image.JpegloadBuffer(bytes, shrink: factor, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error) : null;
            return ExifOrientation.Undo(SmallPicture.Of(image ?? whole, name, longest), orientation);
        }
        catch (VipsException refusal)
        {
            throw Refusal(bytes, format, name, refusal);
        }
    }

    /// <summary>Reads the header and nothing more: what a scan of many images can afford.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the image; not used for anything else.</param>
    /// <param name="inRows">Whether it will be read by <see cref="OpenRows"/>, whose limit is another one.</param>
    /// <returns>The size of the upright picture. It may be that of an image that <see cref="Decode"/> refuses: damage and truncation behind the header are found by
    /// decoding alone.</returns>
    /// <exception cref="ImageRefusedException">The bytes are no image of a known format, over a limit, or damaged within the header.</exception>
    public ImageSize CheckHeader(byte[] bytes, string name, bool inRows = false)
    {
        var format = KnownFormat(bytes, name);
        if (format == ImageFormat.Bmp) return BmpReader.CheckHeader(bytes, name, _options);
        try
        {
            Vips.EnsureReady();
            using var image = Load(bytes, format);
            CheckPixels(image, format, name, inRows);
            VipsPixels.CheckKind(image, name);
            return ExifOrientation.SizeOf(image.Width, image.Height, OrientationOf(image));
        }
        catch (VipsException refusal)
        {
            throw Refusal(bytes, format, name, refusal);
        }
    }

    private void CheckPixels(Image image, ImageFormat format, string name, bool inRows)
    {
        if (inRows && ComesInRows(format, image)) ImageLimits.CheckPixelsInRows(image.Width, image.Height, name, _options);
        else CheckWhole(format, image, name);
    }

    // Whoever meets the limit of pictures that are held whole learns what keeps theirs from being read in tiles, whose limit is another one.
    private void CheckWhole(ImageFormat format, Image image, string name) => ImageLimits.CheckPixels(image.Width, image.Height, name, _options, format switch
    {
        _ when ComesInRows(format, image) => "have it read in tiles (as a job does, unless its tiles are off)",
        ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Tiff => "turn it upright in its file (its EXIF data say that it is stored turned), so that it can be read in tiles",
        _ => OtherFormat,
    });

    // Of a picture that has to be turned, the first row is not the file's.
    private static bool ComesInRows(ImageFormat format, Image image) =>
        (format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Tiff) && !ExifOrientation.Turns(OrientationOf(image));

    private ImageFormat KnownFormat(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        CheckLength(bytes.LongLength, name);
        var format = ImageSignature.FormatOf(bytes);
        return format != ImageFormat.Unknown
            ? format
            : throw new ImageRefusedException(
                ImageRefusalReasons.UnsupportedFormat, $"Image '{name}' is not a JPEG, PNG, WebP, GIF, TIFF or BMP file; convert it to one of these.");
    }

    private RgbImage DecodeWithVips(byte[] bytes, ImageFormat format, string name)
    {
        Vips.EnsureReady();
        using var image = Load(bytes, format);                      // header only: libvips decodes on demand
        CheckWhole(format, image, name);
        var stored = new RgbImage(VipsPixels.ToRgb(image, name), image.Width, image.Height);
        return ExifOrientation.Undo(stored, OrientationOf(image));
    }

    private static int OrientationOf(Image image) => image.Contains("orientation") ? Convert.ToInt32(image.Get("orientation")) : 1;

    /// <summary>Opens with the one loader of the format: no other code of libvips sees the bytes. Lost pixels are an error; mere warnings are not.</summary>
    private static Image Load(byte[] bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => Image.JpegloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        ImageFormat.Png => Image.PngloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        ImageFormat.WebP => Image.WebploadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        ImageFormat.Gif => Image.GifloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
        _ => Image.TiffloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
    };

    private static ImageRefusedException Refusal(byte[] bytes, ImageFormat format, string name, VipsException cause)
    {
        var kind = format.ToString().ToUpperInvariant();
        return ImageSignature.LooksTruncated(bytes, format)
            ? new(ImageRefusalReasons.Truncated, $"Image '{name}' ends before its {kind} data does; fetch or copy the file again.", cause)
            : new(ImageRefusalReasons.Unreadable, $"Image '{name}' is a damaged {kind} file; replace it or save it again with an image editor.", cause);
    }
}
