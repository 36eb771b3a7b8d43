namespace AlignZeg.Datasets.Worlds;

/// <summary>A linear mix of three lights, 0..1 each.</summary>
public readonly record struct Radiance(double R, double G, double B)
{
    /// <summary>All three channels times a factor each.</summary>
    public static Radiance operator *(Radiance a, Radiance b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    /// <summary>Brighter or darker.</summary>
    public static Radiance operator *(Radiance a, double factor) => new(a.R * factor, a.G * factor, a.B * factor);

    /// <summary>Channel by channel.</summary>
    public static Radiance operator +(Radiance a, Radiance b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    /// <summary>Squared distance, 0..3.</summary>
    internal double DistanceTo(Radiance other) => Math.Pow(R - other.R, 2) + Math.Pow(G - other.G, 2) + Math.Pow(B - other.B, 2);
}
