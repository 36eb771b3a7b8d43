using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Cli.Planning;

/// <summary>What devices have to read for a job: every distinct image, and each tile of one that is cut, which costs what an image of its size does.</summary>
/// <param name="Pieces">Images that are read whole, and tiles.</param> <param name="Pixels">Of all pieces together: neighbouring tiles share some.</param>
/// <param name="CutImages">Images that are cut.</param> <param name="Tiles">Their tiles.</param>
internal sealed record Workload(long Pieces, long Pixels, long CutImages, long Tiles)
{
    /// <summary>That of the images of a scan.</summary>
    /// <param name="found">The scan.</param> <param name="rule">Which images are cut; null = none.</param>
    public static Workload Of(IReadOnlyList<ScannedImage> found, TileRule? rule)
    {
        var work = new Workload(0, 0, 0, 0);
        foreach (var size in found.Where(one => one.Counts).Select(one => one.Size!.Value)) work = work.With(size, rule?.GridOf(size.Width, size.Height));
        return work;
    }

    private Workload With(ImageSize size, TileGrid? grid) => grid is null
        ? this with { Pieces = Pieces + 1, Pixels = Pixels + size.Pixels }
        : new(Pieces + grid.Count, Pixels + (long)grid.Count * grid.TileSize.Width * grid.TileSize.Height, CutImages + 1, Tiles + grid.Count);
}
