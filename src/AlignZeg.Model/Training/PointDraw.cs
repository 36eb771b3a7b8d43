namespace AlignZeg.Model.Training;

/// <summary>Draws points in the unit square.</summary>
/// <param name="rows">M.</param> <param name="points">P, per row.</param>
/// <returns>[M, P, 2], (x, y) in [0, 1).</returns>
internal delegate Tensor PointDraw(long rows, long points);
