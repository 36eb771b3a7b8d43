using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>A label map from top to bottom, some rows at a time: of the map of a huge picture, which may have a billion pixels, no more is held. Two maps of the same size come in the same stripes. Used once, by one thread.</summary>
public sealed class LabelMapStripes : IDisposable
{
    private const int StripePixels = 1 << 20;

    private readonly Func<int, int, ushort[]> _read; // first row and number of rows to ids
    private readonly IDisposable? _source;

    private LabelMapStripes(ImageSize size, Func<int, int, ushort[]> read, IDisposable? source = null) => (Size, _read, _source) = (size, read, source);

    /// <summary>Of the whole map.</summary>
    public ImageSize Size { get; }

    /// <summary>Opens the file of a map, which <see cref="LabelMapPng.Decode"/> would hold whole.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the map.</param>
    /// <exception cref="ImageRefusedException">No PNG, damaged in its header, of more than a billion pixels, interlaced, or a colour PNG; damage of its pixels is found when they are read.</exception>
    public static LabelMapStripes Open(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var reader = new PngReader(bytes, name, LabelMapPng.InRows, inRows: true);
        return new(new(reader.Width, reader.Height), Read, reader);

        ushort[] Read(int first, int count)
        {
            var ids = GC.AllocateUninitializedArray<ushort>(checked(count * reader.Width));
            for (var y = 0; y < count; y++) reader.Next(ids.AsSpan(y * reader.Width, reader.Width));
            return ids;
        }
    }

    /// <summary>Those of a map in memory.</summary>
    public static LabelMapStripes Of(LabelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(new(map.Width, map.Height), (first, count) => map.Ids.AsSpan(first * map.Width, count * map.Width).ToArray());
    }

    /// <summary>All stripes, each a map of its own that is as wide as the whole.</summary>
    /// <exception cref="ImageRefusedException">The file is damaged, or ends here.</exception>
    public IEnumerable<LabelMap> Read()
    {
        var most = Math.Max(1, StripePixels / Size.Width);
        for (int top = 0, rows; top < Size.Height; top += rows)
        {
            rows = Math.Min(most, Size.Height - top);
            yield return new(_read(top, rows), Size.Width, rows);
        }
    }

    /// <summary>The map in one piece, two bytes a pixel.</summary>
    /// <exception cref="ImageRefusedException">The file is damaged, or ends before its last row.</exception>
    public LabelMap ReadWhole() => new(_read(0, Size.Height), Size.Width, Size.Height);

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();
}
