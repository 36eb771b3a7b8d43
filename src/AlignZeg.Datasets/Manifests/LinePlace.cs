namespace AlignZeg.Datasets.Manifests;

/// <summary>Where a line is.</summary>
/// <param name="File">The manifest, absolute.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its bytes.</param>
public readonly record struct LinePlace(string File, long Offset, int Length);
