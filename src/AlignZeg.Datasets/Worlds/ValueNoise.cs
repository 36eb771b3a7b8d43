namespace AlignZeg.Datasets.Worlds;

/// <summary>Random values on an integer lattice, 0..1, and their smooth interpolation.</summary>
internal static class ValueNoise
{
    /// <summary>The lattice value of a cell.</summary>
    public static double Cell(int x, int y, int salt)
    {
        uint h = (uint)(x * 374761393 + y * 668265263 + salt * 974634777);
        h = (h ^ (h >> 13)) * 1274126177;
        h = (h ^ (h >> 16)) * 2246822519;
        return (h ^ (h >> 13)) * (1.0 / uint.MaxValue);
    }

    /// <summary>Smoothstep interpolation of the four cells around the point.</summary>
    public static double Smooth(double x, double y, int salt)
    {
        int x0 = (int)Math.Floor(x), y0 = (int)Math.Floor(y);
        double fx = x - x0, fy = y - y0;
        (fx, fy) = (fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy));
        double top = Cell(x0, y0, salt) * (1 - fx) + Cell(x0 + 1, y0, salt) * fx;
        double bottom = Cell(x0, y0 + 1, salt) * (1 - fx) + Cell(x0 + 1, y0 + 1, salt) * fx;
        return top * (1 - fy) + bottom * fy;
    }
}
