using System.Buffers;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// <see cref="BicubicResize"/> of a picture that comes row by row: bit for bit the same, with rows held at the width of the result only. Not thread-safe.
/// </summary>
public sealed class RowwiseResize : IDisposable
{
    private readonly int _sourceWidth, _sourceHeight, _width, _height;
    private readonly ResizeTaps _taps;
    private byte[]? _between; // [sourceHeight, width, 3]
    private int _rows;

    /// <summary>Begins.</summary>
    /// <param name="sourceWidth">Of the picture, pixels.</param> <param name="sourceHeight">Of the picture, pixels.</param>
    /// <param name="width">Of the result, pixels.</param> <param name="height">Of the result, pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public RowwiseResize(int sourceWidth, int sourceHeight, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (_sourceWidth, _sourceHeight, _width, _height, _taps) = (sourceWidth, sourceHeight, width, height, ResizeTaps.For(sourceWidth, width));
        _between = ArrayPool<byte>.Shared.Rent(checked(sourceHeight * width * 3));
    }

    /// <summary>Whether all rows have come.</summary>
    public bool IsWhole => _rows == _sourceHeight;

    /// <summary>Takes the next row.</summary>
    /// <param name="row">3 bytes a pixel, as many as the picture is wide.</param>
    /// <exception cref="ArgumentException">It has another length, or there is one too many.</exception>
    public void Add(ReadOnlySpan<byte> row)
    {
        if (row.Length != _sourceWidth * 3 || IsWhole) throw new ArgumentException($"Row {_rows} of a picture of {_sourceWidth}x{_sourceHeight} has {row.Length} bytes.", nameof(row));
        BicubicResize.Row(row, Between.AsSpan(_rows++ * _width * 3, _width * 3), _taps);
    }

    /// <summary>The result; the rows are let go of.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public RgbImage Complete()
    {
        if (!IsWhole) throw new InvalidOperationException($"{_rows} of {_sourceHeight} rows have come.");
        var result = GC.AllocateUninitializedArray<byte>(checked(_width * _height * 3));
        BicubicResize.Columns(Between, _width * 3, ResizeTaps.For(_sourceHeight, _height), result);
        Dispose();
        return new(result, _width, _height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_between is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _between = null;
    }

    private byte[] Between => _between ?? throw new ObjectDisposedException(nameof(RowwiseResize));
}
