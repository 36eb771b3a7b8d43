namespace AlignZeg.Datasets.Exports;

/// <summary>What a format could not carry, summed over images.</summary>
public sealed class ExportLosses
{
    /// <summary>Holes that a polygon could not have.</summary>
    public long DroppedHoles { get; internal set; }

    /// <summary>Connected parts that share one record with another part: their pixels are all there.</summary>
    public long MergedParts { get; internal set; }

    /// <summary>Parts that the format has no place for.</summary>
    public long DroppedParts { get; internal set; }
}
