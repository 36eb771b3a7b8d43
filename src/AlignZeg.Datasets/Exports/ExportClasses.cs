using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>The classes of an export. Their order is their id, which every format derives its own ids from.</summary>
/// <param name="Names">By id; at least one.</param>
public sealed record ExportClasses(IReadOnlyList<string> Names)
{
    /// <summary>Number of classes.</summary>
    public int Count => Names.Count;

    /// <summary>The id in label maps that means "no label".</summary>
    public ushort Ignore => LabelMap.IgnoreFor(Count);

    /// <summary>A map of the given size without any label.</summary>
    internal LabelMap Blank(int width, int height)
    {
        var ids = new ushort[checked(width * height)];
        Array.Fill(ids, Ignore);
        return new(ids, width, height);
    }
}
