namespace AlignZeg.Model.Inference.Tiles;

/// <summary>How much a tile has to say near its border, where it does not see what is beside it: sin² over the overlap, which of two neighbours sums to 1 by itself.</summary>
internal static class BlendWindow
{
    /// <summary>0..1, above 0 inside the tile.</summary>
    /// <param name="distance">From the border to the middle of the pixel, pixels.</param> <param name="overlap">Width of the fall, pixels; 0 = none.</param>
    public static double At(double distance, int overlap)
    {
        if (distance >= overlap) return 1;
        double sine = Math.Sin(Math.PI / 2 * distance / overlap);
        return sine * sine;
    }
}
