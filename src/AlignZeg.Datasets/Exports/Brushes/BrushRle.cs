namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>
/// Label Studio's brush masks, packed as thi.ng/rle-pack does: 32 bits number of values, 5 bits word size - 1, four times 4 bits run size - 1, then runs:
/// a flag (1 = one value repeated), two bits which run size, the length - 1, the value or values. The values are RGBA, row-major: each pixel is four of them.
/// </summary>
internal static class BrushRle
{
    private const int WordBits = 8, Channels = 4;
    private static readonly int[] Sizes = [3, 4, 8, 16];

    /// <summary>Packs the masks of all areas of an image, found in one pass along its rows.</summary>
    /// <param name="areas">Row-major; the area of each pixel, or a negative number where there is none.</param>
    /// <param name="count">Number of areas.</param>
    /// <exception cref="ExportException">More than 2^29 pixels, whose values cannot be counted in 32 bits.</exception>
    public static byte[][] Pack(int[] areas, int count)
    {
        if (areas.Length > 1 << 29) throw new ExportException("A brush mask holds at most 2^29 pixels; tile the image.");
        MaskPacker[] masks = [.. Enumerable.Range(0, count).Select(_ => new MaskPacker(areas.Length))];
        for (var at = 0; at < areas.Length;)
        {
            var (area, from) = (areas[at], at);
            while (at < areas.Length && areas[at] == area) at++;
            if (area >= 0) masks[area].Add(from, at);
        }

        return [.. masks.Select(mask => mask.ToBytes())];
    }

    /// <summary>Reads a mask run by run: the alpha of its pixels, which is where a brush drawn in the tool is; its colour may be anything.</summary>
    /// <param name="bytes">As packed.</param> <param name="pixels">Of the image.</param>
    /// <param name="run">Gets the first pixel of a run, row-major, the one behind its last, and their alpha.</param>
    /// <exception cref="ExportException">The bytes end too early, or say another number of values.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, int pixels, Action<int, int, byte> run)
    {
        var reader = new BitReader(bytes);
        var count = (long)reader.Take(32);
        if (count != Channels * (long)pixels) throw new ExportException($"A brush mask has {count} values where the image needs {Channels * (long)pixels}.");
        var word = (int)reader.Take(5) + 1;
        Span<int> sizes = [(int)reader.Take(4) + 1, (int)reader.Take(4) + 1, (int)reader.Take(4) + 1, (int)reader.Take(4) + 1];
        for (var at = 0L; at < count;)
        {
            var repeated = reader.Take(1) == 1;
            var length = (long)reader.Take(sizes[(int)reader.Take(2)]) + 1;
            if (length > count - at) throw new ExportException("A brush mask has a run beyond its end.");
            for (long end = at + length, step = repeated ? length : 1; at < end; at += step)
            {
                var alpha = (byte)reader.Take(word);
                var (from, to) = ((int)(at / Channels), (int)((at + step) / Channels)); // alpha is the last channel: a pixel belongs to where its values end
                if (from < to) run(from, to, alpha);
            }
        }
    }

    private static void AddRun(BitPacker bits, long length, uint value)
    {
        for (; length > 0; length -= 1 << Sizes[^1])
        {
            var now = (uint)Math.Min(length, 1 << Sizes[^1]);
            var size = Array.FindIndex(Sizes, bits => now <= 1u << bits);
            bits.Add(1, 1);
            bits.Add((uint)size, 2);
            bits.Add(now - 1, Sizes[size]);
            bits.Add(value, WordBits);
        }
    }

    private sealed class MaskPacker
    {
        private readonly BitPacker _bits = new();
        private readonly int _pixels;
        private int _end;

        public MaskPacker(int pixels)
        {
            _pixels = pixels;
            _bits.Add((uint)(Channels * (long)pixels), 32);
            _bits.Add(WordBits - 1, 5);
            foreach (var size in Sizes) _bits.Add((uint)size - 1, 4);
        }

        public void Add(int from, int to)
        {
            AddRun(_bits, Channels * (long)(from - _end), 0);
            AddRun(_bits, Channels * (long)(to - from), 255);
            _end = to;
        }

        public byte[] ToBytes()
        {
            AddRun(_bits, Channels * (long)(_pixels - _end), 0);
            return _bits.ToBytes();
        }
    }

    private ref struct BitReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        public uint Take(int bits)
        {
            if (_at + bits > 8L * _bytes.Length) throw new ExportException("A brush mask ends too early.");
            var value = 0u;
            for (var end = _at + bits; _at < end; _at++) value = value << 1 | (uint)(_bytes[(int)(_at >> 3)] >> (7 - (int)(_at & 7)) & 1);
            return value;
        }
    }
}
