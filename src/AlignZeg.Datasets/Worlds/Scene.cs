using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Worlds;

/// <summary>A generated picture with its truth.</summary>
/// <param name="Image">[H, W, 3].</param>
/// <param name="Truth">[H, W]: 0 is background, material i of the world is i + 1.</param>
public sealed record Scene(RgbImage Image, LabelMap Truth);
