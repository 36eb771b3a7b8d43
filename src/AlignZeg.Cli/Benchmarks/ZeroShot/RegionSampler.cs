using AlignZeg.Cli.Training;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Training;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Regions as imperfect proposals have them: objects whose masks are moved, grown or shrunk and bitten into, and discs on background.</summary>
internal static class RegionSampler
{
    private const int LeastPixels = 30, BackgroundRegions = 3, Furthest = 2;

    /// <summary>The regions of a labelled picture.</summary>
    public static RegionPicture Draw(TrainingImage picture, SeededRandom random)
    {
        var regions = new List<Region>();
        foreach (var label in picture.Labels.Where(label => label > 0).GroupBy(label => label).Where(group => group.Count() >= LeastPixels).Select(group => group.Key).Order())
            regions.Add(new(Disturb(Array.ConvertAll(picture.Labels, at => at == label), picture.Width, random), label));
        for (int i = 0; i < BackgroundRegions; i++)
            if (Background(picture, random) is { } mask) regions.Add(new(mask, 0));
        return new(picture, regions);
    }

    /// <summary>Regions of fresh scenes of a style; scenes without any are left out.</summary>
    public static IEnumerable<RegionPicture> Draw(World world, SceneStyle style, long seed, int scenes, CancellationToken cancellationToken) =>
        WorldTrainingData.Squares(world, style, NetworkPlan.UsualSide, seed, scenes, cancellationToken)
            .Select((picture, i) => Draw(picture, new(seed, i, 9))).Where(picture => picture.Regions.Count > 0);

    private static bool[] Disturb(bool[] mask, int width, SeededRandom random)
    {
        int height = mask.Length / width, right = random.Between(-Furthest, Furthest), down = random.Between(-Furthest, Furthest), grown = random.Between(-1, 2);
        double biteX = random.Uniform(0, width), biteY = random.Uniform(0, height), bite = random.Uniform(3, 8);
        var disturbed = new bool[mask.Length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                disturbed[y * width + x] = Grown(mask, width, x - right, y - down, grown) && Math.Pow(x - biteX, 2) + Math.Pow(y - biteY, 2) > bite * bite;
        return disturbed.Any(inside => inside) ? disturbed : mask;
    }

    // Grown by so many pixels, or shrunk where the number is below 0: any neighbour, or all of them.
    private static bool Grown(bool[] mask, int width, int x, int y, int by)
    {
        int height = mask.Length / width, reach = Math.Abs(by);
        for (int dy = -reach; dy <= reach; dy++)
            for (int dx = -reach; dx <= reach; dx++)
            {
                int u = x + dx, v = y + dy;
                bool inside = u >= 0 && v >= 0 && u < width && v < height && mask[v * width + u];
                if (inside == (by >= 0)) return inside;
            }

        return by < 0;
    }

    private static bool[]? Background(TrainingImage picture, SeededRandom random)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            double x = random.Uniform(0, picture.Width), y = random.Uniform(0, picture.Height), radius = random.Uniform(5, 11);
            var disc = new bool[picture.Labels.Length];
            for (int i = 0; i < disc.Length; i++) disc[i] = Math.Pow(i % picture.Width + .5 - x, 2) + Math.Pow(i / picture.Width + .5 - y, 2) < radius * radius;
            int area = disc.Count(inside => inside), on = disc.Where((inside, i) => inside && picture.Labels[i] == 0).Count();
            if (area > 0 && on >= .75 * area) return disc;
        }

        return null;
    }
}
