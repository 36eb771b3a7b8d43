using AlignZeg.Abstractions.Models;
using AlignZeg.Cli.Labelling;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Cli.Planning;

/// <summary>An image that is labelled to see what it costs.</summary>
/// <param name="Image">It.</param> <param name="Grid">Its tiles, of which one is labelled in its place: all of them may take minutes. Null = it is read whole.</param>
internal sealed record ProbedImage(ImageEntry Image, TileGrid? Grid)
{
    private const int MostSide = 4_096, Quality = 95; // larger tiles are told by their pixels: a tile is sent as an image, which is held whole

    /// <summary>The file to label.</summary>
    /// <exception cref="ImageRejectedException">It is damaged behind its header.</exception>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(Image.Path, cancellationToken);
        return Grid is null ? bytes : ImageEncoder.EncodeJpeg(TileOf(bytes, Grid), Quality);
    }

    // One in the middle, since borders are often empty.
    private RgbImage TileOf(byte[] bytes, TileGrid grid)
    {
        var (left, top) = (grid.Across.Starts[grid.Across.Starts.Count / 2], grid.Down.Starts[grid.Down.Starts.Count / 2]);
        var (width, height) = (Math.Min(grid.TileSize.Width, MostSide), Math.Min(grid.TileSize.Height, MostSide));
        byte[] tile = new byte[3 * width * height];
        try
        {
            using var rows = OwnImages.Decoder().OpenRows(bytes, Image.Name);
            for (int y = 0; y < top + height; y++)
            {
                var row = rows.Next();
                if (y >= top) row.Slice(3 * left, 3 * width).CopyTo(tile.AsSpan(3 * width * (y - top)));
            }
        }
        catch (ImageRefusedException refusal)
        {
            throw new ImageRejectedException(refusal.Reason, refusal.Message, refusal);
        }

        return new(tile, width, height);
    }
}
