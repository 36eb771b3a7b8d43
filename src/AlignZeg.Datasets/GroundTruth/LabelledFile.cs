namespace AlignZeg.Datasets.GroundTruth;

/// <summary>A picture and its label map.</summary>
/// <param name="Image">Path of the picture.</param> <param name="Labels">Path of the map.</param>
public readonly record struct LabelledFile(string Image, string Labels);
