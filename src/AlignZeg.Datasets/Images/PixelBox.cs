namespace AlignZeg.Datasets.Images;

/// <summary>A part of a picture, pixels.</summary>
/// <param name="Left">First column.</param> <param name="Top">First row.</param> <param name="Width">Of the part.</param> <param name="Height">Of the part.</param>
public readonly record struct PixelBox(int Left, int Top, int Width, int Height);
