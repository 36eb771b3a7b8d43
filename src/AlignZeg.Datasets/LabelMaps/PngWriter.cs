using System.Buffers.Binary;
using System.IO.Compression;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Writes one-channel PNGs, a few lines at a time. Every line is filtered with "up" (the difference to the line above): label maps are areas, so that almost every
/// byte becomes 0. No time stamp, no text: the same samples give the same bytes, however many lines come at once.
/// </summary>
internal sealed class PngWriter : IDisposable
{
    private const byte FilterUp = 2;
    private const int ChunkBytes = 64 << 20; // what is packed smaller is one chunk, as other writers make it

    private readonly Stream _file;
    private readonly int _line, _height;
    private readonly MemoryStream _packed = new();
    private readonly ZLibStream _zlib;
    private readonly byte[] _above, _filtered;
    private int _lines;

    /// <summary>Writes the header.</summary>
    /// <param name="file">Stays open.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="depth">Bits per sample, 8 or 16.</param>
    /// <param name="palette">R, G, B of each index; empty = grey.</param>
    public PngWriter(Stream file, int width, int height, int depth, ReadOnlySpan<byte> palette)
    {
        (_file, _height, _line) = (file, height, checked(width * depth / 8));
        (_above, _filtered) = (new byte[_line], new byte[_line + 1]);
        _filtered[0] = FilterUp;
        file.Write(PngChunks.Signature);
        PngChunks.Write(file, "IHDR"u8, Header(width, height, depth, palette.IsEmpty ? 0 : 3));
        if (!palette.IsEmpty) PngChunks.Write(file, "PLTE"u8, palette);
        _zlib = new(_packed, CompressionLevel.Optimal, leaveOpen: true);
    }

    /// <summary>Encodes samples that are one or two (big-endian) bytes each.</summary>
    /// <param name="samples">Row-major, width * height * depth / 8 bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="depth">Bits per sample, 8 or 16.</param>
    /// <param name="palette">R, G, B of each index; empty = grey.</param>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int width, int depth, ReadOnlySpan<byte> palette)
    {
        using var file = new MemoryStream();
        using var writer = new PngWriter(file, width, samples.Length / (width * depth / 8), depth, palette);
        writer.Add(samples);
        writer.Complete();
        return file.ToArray();
    }

    /// <summary>Takes the next lines.</summary>
    /// <param name="samples">Whole lines.</param>
    public void Add(ReadOnlySpan<byte> samples)
    {
        for (; !samples.IsEmpty; samples = samples[_line..])
        {
            var current = samples[.._line];
            Subtract(current, _above, _filtered.AsSpan(1));
            current.CopyTo(_above);
            _zlib.Write(_filtered);
            _lines++;
            if (_packed.Length >= ChunkBytes) WriteChunk();
        }
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">Lines are missing, or there were too many.</exception>
    public void Complete()
    {
        if (_lines != _height) throw new InvalidOperationException($"{_lines} of {_height} lines were written.");
        _zlib.Dispose();
        WriteChunk();
        PngChunks.Write(_file, "IEND"u8, default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zlib.Dispose();
        _packed.Dispose();
    }

    private void WriteChunk()
    {
        PngChunks.Write(_file, "IDAT"u8, _packed.GetBuffer().AsSpan(0, (int)_packed.Length));
        _packed.SetLength(0);
    }

    private static byte[] Header(int width, int height, int depth, int colourType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colourType);
        return header;
    }

    private static void Subtract(ReadOnlySpan<byte> current, ReadOnlySpan<byte> above, Span<byte> result)
    {
        for (var i = 0; i < current.Length; i++) result[i] = (byte)(current[i] - above[i]);
    }
}
