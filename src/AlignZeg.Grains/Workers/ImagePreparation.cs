using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

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

    /// <summary>Resizes an image for a model, whole or in tiles.</summary>
    /// <param name="image">Upright.</param> <param name="segmenter">The model.</param> <param name="rule">Which images are cut; null = none.</param>
    public static SegmenterInput Resize(RgbImage image, ISegmenter segmenter, TileRule? rule = null)
    {
        if (rule?.GridOf(image.Width, image.Height) is { } grid) return Cut(image, grid, segmenter);
        var size = segmenter.InputSizeFor(image.Width, image.Height); // a pure function of the model's configuration: any thread may ask
        var resized = BicubicResize.Resize(image, size.Width, size.Height);
        return new(resized.Pixels, size, image.Width, image.Height);
    }

    // Every tile at the model's size: the picture itself is not needed any more.
    private static SegmenterInput Cut(RgbImage image, TileGrid grid, ISegmenter segmenter)
    {
        var (width, height) = (grid.TileSize.Width, grid.TileSize.Height);
        var size = segmenter.InputSizeFor(width, height);
        var tiles = grid.Corners.Select(corner => BicubicResize.Resize(image, new(corner.Left, corner.Top, width, height), size.Width, size.Height));
        return new([], size, image.Width, image.Height) { Tiled = new(grid, [.. tiles.Select(tile => new SegmenterInput(tile.Pixels, size, width, height))]) };
    }

    /// <summary>Both, away from the caller's scheduler.</summary>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public Task<SegmenterInput> PrepareAsync(byte[] bytes, string name, ISegmenter segmenter, CancellationToken cancellationToken) =>
        Task.Run(() => Resize(Decode(bytes, name), segmenter), cancellationToken);
}
