namespace AlignZeg.Datasets.Splits;

/// <summary>A part of a split.</summary>
/// <param name="Name">Names its files: letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Share">Its share of the images, relative to those of the other parts; more than 0.</param>
public sealed record SplitPart(string Name, double Share);
