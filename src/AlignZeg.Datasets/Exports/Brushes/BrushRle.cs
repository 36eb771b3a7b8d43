namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>
/// Label Studio's brush masks, packed as thi.ng/rle-pack does: 32 bits number of values, 5 bits word size - 1, four times 4 bits run size - 1, then runs:
/// a flag (1 = one value repeated), two bits which run size, the length - 1, the value or values. The values are RGBA, row-major: each pixel is four of them.
/// </summary>
internal static class BrushRle
{
    private const int WordBits = 8, Channels = 4;
    private static readonly int[] Sizes = [3, 4, 8, 16];

    /// <summary>Packs a mask.</summary>
    /// <param name="pixels">Row-major; what is not 0 is painted (255).</param>
    /// <exception cref="ExportException">More than 2^30 pixels, whose values cannot be counted in 32 bits.</exception>
    public static byte[] Pack(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length > 1 << 29) throw new ExportException("A brush mask holds at most 2^29 pixels; tile the image.");
        var bits = new BitPacker();
        bits.Add((uint)(Channels * (long)pixels.Length), 32);
        bits.Add(WordBits - 1, 5);
        foreach (var size in Sizes) bits.Add((uint)size - 1, 4);
        for (var at = 0; at < pixels.Length;)
        {
            var (set, from) = (pixels[at] != 0, at);
            while (at < pixels.Length && (pixels[at] != 0) == set) at++;
            AddRun(bits, Channels * (long)(at - from), set ? 255u : 0);
        }

        return bits.ToBytes();
    }

    /// <summary>Unpacks a mask: the alpha of each pixel, which is where a brush drawn in the tool is; its colour may be anything.</summary>
    /// <exception cref="ExportException">The bytes end too early, or say another number of values.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> bytes, int pixels)
    {
        var reader = new BitReader(bytes);
        var count = (long)reader.Take(32);
        if (count != Channels * (long)pixels) throw new ExportException($"A brush mask has {count} values where the image needs {Channels * (long)pixels}.");
        var word = (int)reader.Take(5) + 1;
        Span<int> sizes = [(int)reader.Take(4) + 1, (int)reader.Take(4) + 1, (int)reader.Take(4) + 1, (int)reader.Take(4) + 1];
        var mask = new byte[pixels];
        for (var at = 0L; at < count;)
        {
            var repeated = reader.Take(1) == 1;
            var length = (long)reader.Take(sizes[(int)reader.Take(2)]) + 1;
            if (length > count - at) throw new ExportException("A brush mask has a run beyond its end.");
            var value = repeated ? reader.Take(word) : 0;
            for (var end = at + length; at < end; at++)
            {
                if (!repeated) value = reader.Take(word);
                if (at % Channels == Channels - 1) mask[at / Channels] = (byte)value;
            }
        }

        return mask;
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
