namespace AlignZeg.Datasets.Worlds;

/// <summary>A piece of material in a scene. Lengths in scene units (1/64 of the short side), angles in radians.</summary>
/// <param name="Material">Index of the material.</param> <param name="X">Centre.</param> <param name="Y">Centre.</param> <param name="Radius">Half the extent.</param>
/// <param name="Sides">0 = circle, 3 = triangle, 4 = square: a nuisance, not part of the class.</param>
/// <param name="Turn">Of the outline.</param> <param name="PatternTurn">Of the surface.</param> <param name="Salt">Of random patches.</param>
internal sealed record SceneObject(int Material, double X, double Y, double Radius, int Sides, double Turn, double PatternTurn, int Salt)
{
    private readonly (double Cos, double Sin) _pattern = (Math.Cos(PatternTurn), Math.Sin(PatternTurn));

    /// <summary>Whether the point is inside the outline.</summary>
    public bool Covers(double x, double y)
    {
        double dx = x - X, dy = y - Y, distance = dx * dx + dy * dy;
        if (distance > Radius * Radius) return false;
        if (Sides == 0) return distance <= Radius * Radius * .85;
        double sector = 2 * Math.PI / Sides;
        double angle = Math.Atan2(dy, dx) - Turn;
        angle -= Math.Floor(angle / sector) * sector;
        return Math.Sqrt(distance) * Math.Cos(angle - sector / 2) <= Radius * Math.Cos(sector / 2);
    }

    /// <summary>The surface's colour at a scene point, darker towards one side as under a lamp.</summary>
    public Radiance ColourAt(double x, double y, Material material)
    {
        double dx = x - X, dy = y - Y;
        double u = dx * _pattern.Cos + dy * _pattern.Sin, v = dy * _pattern.Cos - dx * _pattern.Sin;
        return material.ColourAt(u, v, Salt) * (1 - .12 * (dx + dy) / Radius);
    }
}
