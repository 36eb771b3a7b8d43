using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>What changed, to look at: scenes, their truth, and what two rows say.</summary>
internal static class NetworkPictures
{
    private const int Enlargement = 2, Gap = 4;

    /// <summary>The scenes in which the second row gets most pixels of unseen classes right that the first got wrong, and as many in which it loses most.</summary>
    /// <param name="truth">Of every scene.</param> <param name="first">Labels of the first row.</param> <param name="second">Of the second.</param> <param name="unseen">Ids.</param> <param name="count">Of each kind.</param>
    public static IReadOnlyList<int> Changed(IReadOnlyList<ushort[]> truth, IReadOnlyList<ushort[]> first, IReadOnlyList<ushort[]> second, IReadOnlySet<int> unseen, int count)
    {
        int Right(ushort[] said, ushort[] wanted) => said.Zip(wanted).Count(pixel => unseen.Contains(pixel.Second) && pixel.First == pixel.Second);
        int[] order = [.. Enumerable.Range(0, truth.Count).OrderByDescending(i => Right(second[i], truth[i]) - Right(first[i], truth[i])).ThenBy(i => i)];
        return [.. order.Take(count), .. order.TakeLast(Math.Min(count, Math.Max(0, order.Length - count)))];
    }

    /// <summary>A line per scene: the picture, then label maps over it.</summary>
    /// <param name="scenes">Of one size.</param> <param name="maps">Per column, per scene: ids, 0 background.</param>
    public static RgbImage Draw(IReadOnlyList<TrainingImage> scenes, IReadOnlyList<IReadOnlyList<ushort[]>> maps)
    {
        var (width, height) = (scenes[0].Width * Enlargement, scenes[0].Height * Enlargement);
        int across = (maps.Count + 1) * (width + Gap) - Gap, down = scenes.Count * (height + Gap) - Gap;
        var pixels = new byte[3 * across * down];
        Array.Fill(pixels, byte.MaxValue);
        foreach (var (row, scene) in scenes.Index())
        {
            var large = BicubicResize.Resize(new(scene.Rgb, scene.Width, scene.Height), width, height);
            Place(large, 0, row);
            foreach (var (column, map) in maps.Index()) Place(OverlayRenderer.Render(large, new(Enlarged(map[row], scene), width, height), ignore: 0, opacity: .7), column + 1, row);
        }

        return new(pixels, across, down);

        void Place(RgbImage tile, int column, int row)
        {
            for (int y = 0; y < height; y++)
                Array.Copy(tile.Pixels, 3 * y * width, pixels, 3 * ((row * (height + Gap) + y) * across + column * (width + Gap)), 3 * width);
        }
    }

    private static ushort[] Enlarged(ushort[] map, TrainingImage scene)
    {
        int width = scene.Width * Enlargement;
        return [.. Enumerable.Range(0, map.Length * Enlargement * Enlargement).Select(i => map[i / width / Enlargement * scene.Width + i % width / Enlargement])];
    }
}
