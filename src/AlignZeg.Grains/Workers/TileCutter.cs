using System.Collections;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// The tiles of a picture, made while it is decoded: of what lies under the rows of tiles that are not done, only rows at the model's width are held. Whoever goes through them again decodes the picture again.
/// </summary>
/// <param name="open">Opens the picture.</param> <param name="grid">Where the tiles lie in it.</param> <param name="size">Of a tile for the model.</param>
internal sealed class TileCutter(Func<ImageRows> open, TileGrid grid, InputSize size) : IEnumerable<SegmenterInput>
{
    /// <summary>Tiles in the grid's order.</summary>
    /// <exception cref="ImageRejectedException">The file is damaged; the tiles above were given.</exception>
    public IEnumerator<SegmenterInput> GetEnumerator()
    {
        using var rows = open();
        using var held = new RowsOfTiles(grid, size);
        for (int y = 0; y < grid.Down.Length; y++)
        {
            held.Add(NextOf(rows), y);
            foreach (var tile in held.TakeWhole()) yield return new(tile.Pixels, size, grid.TileSize.Width, grid.TileSize.Height);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ReadOnlySpan<byte> NextOf(ImageRows rows)
    {
        try
        {
            return rows.Next();
        }
        catch (ImageRefusedException refusal)
        {
            throw refusal.ToRejection();
        }
    }

    /// <summary>The rows of tiles that hold the present row of pixels, one to three of them.</summary>
    private sealed class RowsOfTiles(TileGrid grid, InputSize size) : IDisposable
    {
        private readonly Queue<RowwiseResize[]> _open = [];
        private int _begun;

        public void Add(ReadOnlySpan<byte> row, int y)
        {
            for (; _begun < grid.Down.Starts.Count && grid.Down.Starts[_begun] == y; _begun++)
                _open.Enqueue([.. grid.Across.Starts.Select(_ => new RowwiseResize(grid.TileSize.Width, grid.TileSize.Height, size.Width, size.Height))]);
            foreach (var tiles in _open)
            {
                for (int column = 0; column < tiles.Length; column++) tiles[column].Add(row.Slice(3 * grid.Across.Starts[column], 3 * grid.TileSize.Width));
            }
        }

        public IEnumerable<RgbImage> TakeWhole() => _open.TryPeek(out var first) && first[0].IsWhole ? _open.Dequeue().Select(tile => tile.Complete()) : [];

        public void Dispose()
        {
            foreach (var tile in _open.SelectMany(tiles => tiles)) tile.Dispose();
        }
    }
}
