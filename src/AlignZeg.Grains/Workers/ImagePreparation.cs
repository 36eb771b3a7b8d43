using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Workers;

/// <summary>From the bytes of an image to the model's input.</summary>
internal sealed class ImagePreparation(ImageDecoder decoder)
{
    /// <summary>Decodes an image, upright.</summary>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public RgbImage Decode(byte[] bytes, string name)
    {
        try
        {
            return decoder.Decode(bytes, name);
        }
        catch (ImageRefusedException exception)
        {
            throw new ImageRejectedException(exception.Reason, exception.Message, exception);
        }
    }

    /// <summary>Resizes an image for a model.</summary>
    public static SegmenterInput Resize(RgbImage image, ISegmenter segmenter)
    {
        var size = segmenter.InputSizeFor(image.Width, image.Height); // a pure function of the model's configuration: any thread may ask
        var resized = BicubicResize.Resize(image, size.Width, size.Height);
        return new(resized.Pixels, size, image.Width, image.Height);
    }

    /// <summary>Both, away from the caller's scheduler.</summary>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public Task<SegmenterInput> PrepareAsync(byte[] bytes, string name, ISegmenter segmenter, CancellationToken cancellationToken) =>
        Task.Run(() => Resize(Decode(bytes, name), segmenter), cancellationToken);
}
