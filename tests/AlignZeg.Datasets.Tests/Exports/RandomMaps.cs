using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>Maps with what breaks formats: holes, parts of one pixel, parts that touch at corners, labels up to every border, and unlabelled pixels.</summary>
internal static class RandomMaps
{
    /// <summary>Noise, patches or both.</summary>
    public static LabelMap Make(int seed, int classes)
    {
        var random = new Random(seed);
        var (width, height) = (1 + random.Next(23), 1 + random.Next(19));
        var ids = new ushort[width * height];
        Array.Fill(ids, random.Next(2) == 0 ? LabelMap.IgnoreFor(classes) : (ushort)random.Next(classes));
        for (var i = random.Next(6); i > 0; i--) Patch(ids, width, height, random, classes);
        if (random.Next(3) > 0)
        {
            for (var i = random.Next(ids.Length); i > 0; i--) ids[random.Next(ids.Length)] = Id(random, classes);
        }

        return new(ids, width, height);
    }

    private static void Patch(ushort[] ids, int width, int height, Random random, int classes)
    {
        var (left, top, id) = (random.Next(width), random.Next(height), Id(random, classes));
        var (right, bottom) = (left + random.Next(1, 12), top + random.Next(1, 12));
        for (var y = top; y < Math.Min(bottom, height); y++)
        {
            for (var x = left; x < Math.Min(right, width); x++) ids[y * width + x] = id;
        }
    }

    private static ushort Id(Random random, int classes) => random.Next(4) == 0 ? LabelMap.IgnoreFor(classes) : (ushort)random.Next(classes);
}
