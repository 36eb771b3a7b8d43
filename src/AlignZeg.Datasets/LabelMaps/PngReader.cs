using System.Buffers.Binary;
using System.IO.Compression;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Reads the raw samples of one-channel PNGs, line by line: palette indices are not turned into colours, 16 bits stay 16 bits. Its lines are decoded when they are asked for.
/// </summary>
internal sealed class PngReader : IDisposable
{
    private const int BestDeflateRatio = 1032;

    private readonly string _name;
    private readonly MemoryStream _packed = new();
    private readonly ZLibStream _zlib;
    private readonly byte[] _above, _current;
    private int _depth;

    /// <summary>Reads all but the pixels.</summary>
    /// <param name="bytes">The whole file.</param> <param name="name">What messages call the map.</param> <param name="options">Limits.</param>
    /// <param name="inRows">Whether the map will not be held whole, see <see cref="ImageDecodingOptions.MaxPixelsInRows"/>.</param>
    /// <exception cref="ImageRefusedException">No PNG, damaged, truncated, over a limit, interlaced, or in colour.</exception>
    public PngReader(byte[] bytes, string name, ImageDecodingOptions options, bool inRows = false)
    {
        _name = name;
        ImageLimits.CheckLength(bytes.LongLength, name, options);
        if (!bytes.AsSpan().StartsWith(PngChunks.Signature))
            throw new ImageRefusedException(ImageRefusalReasons.UnsupportedFormat, $"Label map '{name}' is not a PNG file; save it as an indexed or grey PNG.");
        ReadChunks(bytes, options, inRows);
        var line = (int)(((long)Width * _depth + 7) / 8);
        // Believed only as far as the data can reach: a header alone allocates nothing.
        if ((line + 1L) * Height > (_packed.Length + 1) * BestDeflateRatio) throw Truncated();
        (_above, _current) = (new byte[line], new byte[line + 1]);
        _zlib = new(_packed, CompressionMode.Decompress);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Whether samples have two bytes.</summary>
    public bool Wide => _depth == 16;

    /// <summary>Decodes a grey or palette PNG.</summary>
    /// <exception cref="ImageRefusedException">As the constructor.</exception>
    public static LabelMap Read(byte[] bytes, string name, ImageDecodingOptions options)
    {
        using var reader = new PngReader(bytes, name, options);
        var ids = GC.AllocateUninitializedArray<ushort>(reader.Width * reader.Height);
        for (var y = 0; y < reader.Height; y++) reader.Next(ids.AsSpan(y * reader.Width, reader.Width));
        return new LabelMap(ids, reader.Width, reader.Height);
    }

    /// <summary>Decodes the next line.</summary>
    /// <param name="ids">As many as the map is wide; filled.</param>
    /// <exception cref="ImageRefusedException">Damaged, or truncated.</exception>
    public void Next(Span<ushort> ids)
    {
        ReadLine(_current);
        if (!PngFilters.Undo(_current[0], _current.AsSpan(1), _above, Math.Max(1, _depth / 8))) throw Damaged();
        Unpack(_current.AsSpan(1), ids);
        _current.AsSpan(1).CopyTo(_above);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zlib.Dispose();
        _packed.Dispose();
    }

    private void ReadChunks(byte[] bytes, ImageDecodingOptions options, bool inRows)
    {
        for (var at = PngChunks.Signature.Length; ;)
        {
            var (type, data) = ReadChunk(bytes, ref at);
            if (Width == 0 && !type.SequenceEqual("IHDR"u8)) throw Damaged();
            if (type.SequenceEqual("IHDR"u8)) ReadHeader(data, options, inRows);
            else if (type.SequenceEqual("IDAT"u8)) _packed.Write(data);
            else if (type.SequenceEqual("IEND"u8)) break;
        }

        _packed.Position = 0;
    }

    private ChunkView ReadChunk(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at < 12) throw Truncated();
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
        if (length > bytes.Length - at - 12) throw Truncated();
        var type = bytes.Slice(at + 4, 4);
        var data = bytes.Slice(at + 8, (int)length);
        at += 12 + (int)length;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at - 4)..]) != PngChunks.Crc(type, data)) throw Damaged();
        return new ChunkView(type, data);
    }

    private void ReadHeader(ReadOnlySpan<byte> header, ImageDecodingOptions options, bool inRows)
    {
        if (header.Length != 13 || Width != 0) throw Damaged();
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        if (inRows) ImageLimits.CheckPixelsInRows(width, height, _name, options);
        else ImageLimits.CheckPixels(width, height, _name, options);
        (Width, Height) = (width, height);
        _depth = header[8];
        if (header[9] is not (0 or 3))
            throw new ImageRefusedException(
                ImageRefusalReasons.NotALabelMap,
                $"Label map '{_name}' is a colour PNG; class ids must be palette indices or grey levels, so save it as an indexed or grey PNG.");
        if (_depth is not (1 or 2 or 4 or 8 or 16) || (header[9] == 3 && _depth == 16) || header[10] != 0 || header[11] != 0) throw Damaged();
        if (header[12] != 0)
            throw new ImageRefusedException(ImageRefusalReasons.UnsupportedFormat, $"Label map '{_name}' is an interlaced PNG; save it without interlacing.");
    }

    private void ReadLine(byte[] line)
    {
        try
        {
            if (_zlib.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length) throw Truncated();
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    private void Unpack(ReadOnlySpan<byte> line, Span<ushort> ids)
    {
        if (_depth == 16)
        {
            for (var x = 0; x < ids.Length; x++) ids[x] = BinaryPrimitives.ReadUInt16BigEndian(line[(2 * x)..]);
            return;
        }

        if (_depth == 8)
        {
            for (var x = 0; x < ids.Length; x++) ids[x] = line[x];
            return;
        }

        for (var x = 0; x < ids.Length; x++)
        {
            var bit = (long)x * _depth;
            ids[x] = (ushort)((line[(int)(bit / 8)] >> (8 - _depth - (int)(bit % 8))) & ((1 << _depth) - 1));
        }
    }

    private ImageRefusedException Truncated() =>
        new(ImageRefusalReasons.Truncated, $"Label map '{_name}' ends before its PNG data does; fetch or copy the file again.");

    private ImageRefusedException Damaged() => new(ImageRefusalReasons.Unreadable, $"Label map '{_name}' is a damaged PNG file; save it again.");

    private readonly ref struct ChunkView(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _type = type;
        private readonly ReadOnlySpan<byte> _data = data;

        public void Deconstruct(out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
        {
            type = _type;
            data = _data;
        }
    }
}
