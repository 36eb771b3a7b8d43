namespace AlignZeg.Model.Training;

/// <summary>Reading maps at points: bilinear, align_corners false, zero outside, so that values fade within half a cell of the border. Source: detectron2 v0.6, point_sample.</summary>
internal static class PointSample
{
    /// <summary>Every map at the same points.</summary>
    /// <param name="maps">[M, h, w].</param> <param name="points">[1, P, 2], (x, y) in the unit square.</param> <returns>[M, P].</returns>
    public static Tensor Shared(Tensor maps, Tensor points)
    {
        using var scope = NewDisposeScope();
        return Read(maps.unsqueeze(0), points.unsqueeze(1)).squeeze(2).squeeze(0).MoveToOuterDisposeScope();        // [1, M, 1, P] to [M, P]
    }

    /// <summary>Each map at points of its own.</summary>
    /// <param name="maps">[M, h, w].</param> <param name="points">[M, P, 2].</param> <returns>[M, P].</returns>
    public static Tensor Own(Tensor maps, Tensor points)
    {
        using var scope = NewDisposeScope();
        return Read(maps.unsqueeze(1), points.unsqueeze(1)).squeeze(2).squeeze(1).MoveToOuterDisposeScope();        // [M, 1, 1, P] to [M, P]
    }

    private static Tensor Read(Tensor maps, Tensor points) =>
        functional.grid_sample(maps, 2 * points - 1, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
}
