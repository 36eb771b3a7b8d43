using System.Buffers.Binary;
using System.IO.Compression;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>Reads the raw samples of one-channel PNGs: palette indices are not turned into colours, 16 bits stay 16 bits.</summary>
internal sealed class PngReader
{
    private const int BestDeflateRatio = 1032;
    private readonly string _name;
    private int _width;
    private int _height;
    private int _depth;

    private PngReader(string name) => _name = name;

    /// <summary>Decodes a grey or palette PNG.</summary>
    /// <exception cref="ImageRefusedException">No PNG, damaged, truncated, over a limit, interlaced, or in colour.</exception>
    public static LabelMap Read(byte[] bytes, string name, ImageDecodingOptions options)
    {
        ImageLimits.CheckLength(bytes.LongLength, name, options);
        if (!bytes.AsSpan().StartsWith(PngChunks.Signature))
            throw new ImageRefusedException(ImageRefusalReasons.UnsupportedFormat, $"Label map '{name}' is not a PNG file; save it as an indexed or grey PNG.");
        return new PngReader(name).ReadChunks(bytes, options);
    }

    private LabelMap ReadChunks(byte[] bytes, ImageDecodingOptions options)
    {
        using var packed = new MemoryStream();
        for (var at = PngChunks.Signature.Length; ;)
        {
            var (type, data) = ReadChunk(bytes, ref at);
            if (_width == 0 && !type.SequenceEqual("IHDR"u8)) throw Damaged();
            if (type.SequenceEqual("IHDR"u8)) ReadHeader(data, options);
            else if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            else if (type.SequenceEqual("IEND"u8)) break;
        }

        packed.Position = 0;
        return Inflate(packed);
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

    private void ReadHeader(ReadOnlySpan<byte> header, ImageDecodingOptions options)
    {
        if (header.Length != 13 || _width != 0) throw Damaged();
        ImageLimits.CheckPixels(BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]), _name, options);
        (_width, _height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        _depth = header[8];
        if (header[9] is not (0 or 3))
            throw new ImageRefusedException(
                ImageRefusalReasons.NotALabelMap,
                $"Label map '{_name}' is a colour PNG; class ids must be palette indices or grey levels, so save it as an indexed or grey PNG.");
        if (_depth is not (1 or 2 or 4 or 8 or 16) || (header[9] == 3 && _depth == 16) || header[10] != 0 || header[11] != 0) throw Damaged();
        if (header[12] != 0)
            throw new ImageRefusedException(ImageRefusalReasons.UnsupportedFormat, $"Label map '{_name}' is an interlaced PNG; save it without interlacing.");
    }

    private LabelMap Inflate(MemoryStream packed)
    {
        var line = (int)(((long)_width * _depth + 7) / 8);
        // Believed only as far as the data can reach: a header alone allocates nothing.
        if ((line + 1L) * _height > (packed.Length + 1) * BestDeflateRatio) throw Truncated();
        var ids = GC.AllocateUninitializedArray<ushort>(_width * _height);
        var (above, current) = (new byte[line], new byte[line + 1]);
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        for (var y = 0; y < _height; y++)
        {
            ReadLine(zlib, current);
            if (!PngFilters.Undo(current[0], current.AsSpan(1), above, Math.Max(1, _depth / 8))) throw Damaged();
            Unpack(current.AsSpan(1), ids.AsSpan(y * _width, _width));
            current.AsSpan(1).CopyTo(above);
        }

        return new LabelMap(ids, _width, _height);
    }

    private void ReadLine(ZLibStream zlib, byte[] line)
    {
        try
        {
            if (zlib.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length) throw Truncated();
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
