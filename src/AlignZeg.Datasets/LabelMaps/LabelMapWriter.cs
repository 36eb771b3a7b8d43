namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Writes a label map as PNG while its rows come, as <see cref="LabelMapPng.Encode(LabelMap, IReadOnlyList{Rgb})"/> writes one that is there already; what is not known beforehand is whether pixels
/// are ignored, so that the palette always has all entries.
/// </summary>
public sealed class LabelMapWriter : IDisposable
{
    private readonly PngWriter _png;
    private readonly int _classes, _width;
    private readonly ushort _ignore;
    private byte[] _samples = [];
    private long _written;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Stays open.</param> <param name="width">Pixels.</param> <param name="height">Pixels.</param> <param name="colours">One per class of the vocabulary, 1..65535; their number decides
    /// between 8 and 16 bit, which has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    public LabelMapWriter(Stream file, int width, int height, IReadOnlyList<Rgb> colours) : this(file, width, height, colours, mayIgnore: true)
    {
    }

    internal LabelMapWriter(Stream file, int width, int height, IReadOnlyList<Rgb> colours, bool mayIgnore)
    {
        ArgumentNullException.ThrowIfNull(colours);
        ArgumentOutOfRangeException.ThrowIfLessThan(colours.Count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(colours.Count, ushort.MaxValue);
        (_classes, _width, _ignore) = (colours.Count, width, LabelMap.IgnoreFor(colours.Count));
        _png = new(file, width, height, IsWide ? 16 : 8, IsWide ? default : LabelMapPng.PaletteOf(colours, mayIgnore));
    }

    private bool IsWide => _classes > LabelMap.Ignore8;

    /// <summary>Takes the next rows.</summary>
    /// <param name="ids">Whole rows; each a class or <see cref="LabelMap.IgnoreFor"/>.</param>
    /// <exception cref="ArgumentException">An id is neither a class nor ignore; the message says which and where.</exception>
    public void Add(ReadOnlySpan<ushort> ids)
    {
        LabelMapPng.CheckIds(ids, _width, _written, _classes, _ignore);
        _written += ids.Length;
        int bytes = checked(ids.Length * (IsWide ? 2 : 1));
        if (_samples.Length < bytes) _samples = new byte[bytes];
        LabelMapPng.ToSamples(ids, IsWide, _samples);
        _png.Add(_samples.AsSpan(0, bytes));
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Complete() => _png.Complete();

    /// <inheritdoc/>
    public void Dispose() => _png.Dispose();
}
