using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>One image of an export.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">File name of the picture, relative, with <c>/</c> between folders.</param>
/// <param name="Stem">Relative path of its outputs without extension; unique in the export.</param>
/// <param name="Labels">Classes of the export, or its ignore id; of the upright picture.</param>
public sealed record ExportImage(int Number, string Name, string Stem, LabelMap Labels)
{
    /// <summary>The picture's file, for formats that hold pictures; null = only its name is known.</summary>
    public byte[]? Picture { get; init; }
}
