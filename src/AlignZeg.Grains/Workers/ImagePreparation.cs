using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Grains.Workers;

/// <summary>From the bytes of an image to the model's input.</summary>
internal sealed class ImagePreparation(ImageDecoder decoder)
{
    private const int OverlaySide = 4_096; // of a picture in tiles, pixels: people look at it, and viewers have limits

    /// <summary>Decodes an image, upright.</summary>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public RgbImage Decode(byte[] bytes, string name) => Translate(() => decoder.Decode(bytes, name));

    /// <summary>Decodes an image that is read in tiles, made small enough for an overlay.</summary>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public RgbImage DecodeForOverlay(byte[] bytes, string name) => Translate(() => decoder.DecodeSmall(bytes, name, OverlaySide));

    /// <summary>The tiles of an image; null if it is not cut.</summary>
    /// <param name="bytes">The whole file.</param> <param name="name">What messages call the image.</param> <param name="rule">Which images are cut; null = none.</param>
    /// <param name="inRows">Whether the result leaves in rows; else its limit is that of images that are held whole.</param>
    /// <exception cref="ImageRejectedException">It cannot be decoded, as far as its header says.</exception>
    public TileGrid? GridOf(byte[] bytes, string name, TileRule? rule, bool inRows = true)
    {
        if (rule is null) return null;
        var size = Translate(() => decoder.CheckHeader(bytes, name, inRows));
        return rule.GridOf(size.Width, size.Height);
    }

    /// <summary>An image in tiles, which are cut when the model asks for them; those of the next row while it reads those of one.</summary>
    /// <param name="bytes">The whole file.</param> <param name="name">What messages call the image.</param> <param name="grid">See <see cref="GridOf"/>.</param> <param name="segmenter">The model.</param>
    /// <param name="rows">Takes the result; null = it is held whole.</param>
    public SegmenterInput Cut(byte[] bytes, string name, TileGrid grid, ISegmenter segmenter, ILabelRows? rows)
    {
        var size = segmenter.InputSizeFor(grid.TileSize.Width, grid.TileSize.Height);
        var tiles = new TileCutter(() => Translate(() => decoder.OpenRows(bytes, name)), grid, size);
        return new([], size, grid.Across.Length, grid.Down.Length) { Tiled = new(grid, ReadAhead.Of(tiles, grid.Across.Starts.Count)) { Rows = rows } };
    }

    /// <summary>Resizes an image for a model.</summary>
    /// <param name="image">Upright.</param> <param name="segmenter">The model.</param>
    public static SegmenterInput Resize(RgbImage image, ISegmenter segmenter)
    {
        var size = segmenter.InputSizeFor(image.Width, image.Height); // a pure function of the model's configuration: any thread may ask
        var resized = BicubicResize.Resize(image, size.Width, size.Height);
        return new(resized.Pixels, size, image.Width, image.Height);
    }

    /// <summary>An image whose result is held whole, away from the caller's scheduler.</summary>
    /// <param name="bytes">The whole file.</param> <param name="name">What messages call the image.</param> <param name="segmenter">The model.</param> <param name="cancellationToken">Stops before it begins.</param>
    /// <param name="rule">Which images are cut; null = none.</param>
    /// <exception cref="ImageRejectedException">It cannot be decoded.</exception>
    public Task<SegmenterInput> PrepareAsync(byte[] bytes, string name, ISegmenter segmenter, CancellationToken cancellationToken, TileRule? rule = null) => Task.Run(
        () => GridOf(bytes, name, rule, inRows: false) is { } grid ? Cut(bytes, name, grid, segmenter, rows: null) : Resize(Decode(bytes, name), segmenter), cancellationToken);

    private static T Translate<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (ImageRefusedException exception)
        {
            throw exception.ToRejection();
        }
    }
}
