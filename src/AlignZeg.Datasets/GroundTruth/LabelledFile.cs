using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>A picture and its label map.</summary>
/// <param name="Image">Path of the picture.</param> <param name="Labels">Path of the map, or what messages call one that is made of annotations.</param>
public readonly record struct LabelledFile(string Image, string Labels)
{
    /// <summary>The picture's path in its folder, with <c>/</c> and without extension: what its outputs are named.</summary>
    public string Name { get; init; } = "";

    /// <summary>Makes the map, in classes; null where <see cref="Labels"/> is a file that holds it.</summary>
    public Func<LabelMap>? Made { get; init; }

    /// <summary>The map, of ids as they are stored.</summary>
    /// <exception cref="GroundTruthException">Annotations cannot be read.</exception>
    /// <exception cref="Images.ImageRefusedException">The file is no label map.</exception>
    public LabelMap ReadLabels() => Made is null ? LabelMapPng.Decode(File.ReadAllBytes(Labels), Labels) : Made();
}
