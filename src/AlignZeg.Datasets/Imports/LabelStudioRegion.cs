namespace AlignZeg.Datasets.Imports;

/// <summary>A region of an annotation in Label Studio.</summary>
/// <param name="Label">Its class; null if the region is no area that has one.</param>
/// <param name="Size">Of the image, in pixels.</param>
/// <param name="Brush">The packed mask of a brush.</param>
/// <param name="Polygon">Corners in pixels, where it is no brush.</param>
internal sealed record LabelStudioRegion(string? Label, (int Width, int Height) Size, byte[]? Brush, IReadOnlyList<(double X, double Y)>? Polygon);
