using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Imports;

/// <summary>An image's labels from another format.</summary>
/// <param name="Name">As the input names it.</param>
/// <param name="Stem">A safe relative path for its outputs, unique in the import.</param>
/// <param name="Labels">The map; null if it could not be read.</param>
/// <param name="Overlap">Pixels that more than one annotation claims; what lies on top has them: the smaller one in COCO, as drawn in CVAT and Label Studio.</param>
/// <param name="Skipped">Annotations that are no area, such as boxes, lines and points: they give no labels.</param>
/// <param name="Problem">Why there is no map, in a sentence.</param>
public sealed record ImportedImage(string Name, string Stem, LabelMap? Labels, long Overlap = 0, int Skipped = 0, string? Problem = null);
