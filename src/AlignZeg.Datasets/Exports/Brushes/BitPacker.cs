namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>Bits to bytes, the highest first.</summary>
internal sealed class BitPacker
{
    private readonly List<byte> _bytes = [];
    private ulong _waiting;
    private int _bits;

    /// <summary>Appends the low bits of a number.</summary>
    public void Add(uint value, int bits)
    {
        _waiting = (_waiting << bits) | value;
        for (_bits += bits; _bits >= 8; _bits -= 8) _bytes.Add((byte)(_waiting >> (_bits - 8)));
    }

    /// <summary>The bytes; the last one is filled with zeros, and is a zero of its own if nothing is left over.</summary>
    public byte[] ToBytes() => [.. _bytes, (byte)(_waiting << (8 - _bits))];
}
