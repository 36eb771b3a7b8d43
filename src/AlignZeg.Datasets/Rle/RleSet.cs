namespace AlignZeg.Datasets.Rle;

/// <summary>The masks of all areas of an image, found in one pass down its columns.</summary>
public static class RleSet
{
    /// <summary>One mask per area.</summary>
    /// <param name="areas">Row-major; the area of each pixel, or a negative number where there is none.</param>
    /// <param name="count">Number of areas.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static RleMask[] Of(int[] areas, int count, int width, int height)
    {
        var runs = new RunList[count];
        for (var area = 0; area < count; area++) runs[area] = new();
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height;)
            {
                var (area, from) = (areas[y * width + x], y);
                while (y < height && areas[y * width + x] == area) y++;
                if (area >= 0) runs[area].Add((long)x * height + from, y - from);
            }
        }

        return [.. runs.Select(one => one.ToMask(width, height))];
    }
}
