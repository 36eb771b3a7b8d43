using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// The pixels of a picture from top to bottom. Of a file that can be decoded so (JPEG, PNG and TIFF that lie upright in the file) a few rows are held at a time; of others, the picture.
/// Interlaced PNGs and progressive JPEGs are held by their decoder. One thread at a time.
/// </summary>
public sealed class ImageRows : IDisposable
{
    private const int BytesAtATime = 1 << 22;

    private readonly Func<int, int, byte[]> _read; // first row and number of rows to 3 bytes a pixel
    private readonly IDisposable? _source;
    private readonly int _rowsAtATime;
    private byte[] _held = [];
    private int _next, _at; // row of the picture, byte of what is held

    private ImageRows(int width, int height, Func<int, int, byte[]> read, IDisposable? source) =>
        (Width, Height, _read, _source, _rowsAtATime) = (width, height, read, source, Math.Max(1, BytesAtATime / (3 * width)));

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>The next row, 3 bytes a pixel; valid until the next call.</summary>
    /// <exception cref="ImageRefusedException">The file is damaged or ends here.</exception>
    /// <exception cref="InvalidOperationException">There are no more rows.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (_next == Height) throw new InvalidOperationException($"All {Height} rows were read.");
        if (_at == _held.Length) (_held, _at) = (_read(_next, Math.Min(_rowsAtATime, Height - _next)), 0);
        var row = _held.AsSpan(_at, 3 * Width);
        (_next, _at) = (_next + 1, _at + row.Length);
        return row;
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    /// <summary>Of a picture in memory.</summary>
    internal static ImageRows Of(RgbImage whole) =>
        new(whole.Width, whole.Height, (first, count) => whole.Pixels.AsSpan(first * 3 * whole.Width, count * 3 * whole.Width).ToArray(), source: null);

    /// <summary>Of what libvips decodes on demand.</summary>
    /// <param name="colours">See <see cref="VipsPixels.Colours"/>; disposed of with the rows.</param> <param name="refusal">What its failures mean.</param>
    internal static ImageRows Of(Image colours, Func<VipsException, ImageRefusedException> refusal)
    {
        var region = Region.New(colours);
        return new(colours.Width, colours.Height, Fetch, new Both(region, colours));

        byte[] Fetch(int first, int count)
        {
            try
            {
                return VipsPixels.ToRgb(colours, region.Fetch(0, first, colours.Width, count));
            }
            catch (VipsException exception)
            {
                throw refusal(exception);
            }
        }
    }

    private sealed class Both(Region region, Image image) : IDisposable
    {
        public void Dispose()
        {
            region.Dispose();
            image.Dispose();
        }
    }
}
