using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Imports;

/// <summary>An image's labels from another format.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="Stem">A safe relative path for its outputs, unique in the import.</param>
/// <param name="Labels">The map; null if it could not be read.</param>
/// <param name="Overlap">Pixels that more than one annotation claims: the smaller one has them.</param>
/// <param name="Problem">Why there is no map, in a sentence.</param>
public sealed record ImportedImage(string Name, string Stem, LabelMap? Labels, long Overlap = 0, string? Problem = null);
