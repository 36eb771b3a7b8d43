using System.Runtime.InteropServices;
using AlignZeg.Datasets.Containers;

namespace AlignZeg.Datasets.Spools;

/// <summary>
/// Texts that came before, however many they are: half a SHA-256 of each, in a table by open addressing that is at most half full, the first eight thousand in memory (<see cref="SpoolDisk"/>). For one thread at a time.
/// </summary>
/// <param name="directory">Where the file is; null = the system's folder for such files.</param>
/// <param name="ignoreCase">True: texts that differ in case alone are the same, as for <see cref="StringComparer.OrdinalIgnoreCase"/>.</param>
public sealed class SpooledSet(string? directory = null, bool ignoreCase = false) : ITextSet, IDisposable
{
    private const int KeyBytes = 16, FirstBits = 8, Look = 16;
    private SpoolDisk _table = new(directory);
    private int _bits = FirstBits;
    private long _count;

    /// <inheritdoc/>
    /// <exception cref="SpoolException">The file fails.</exception>
    public bool Add(string text)
    {
        if (_count >= 1L << (_bits - 1)) Grow();
        if (!Put(_table, _bits, KeyOf(text))) return false;
        _count++;
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="SpoolException">The file fails.</exception>
    public bool Contains(string text) => Find(_table, _bits, KeyOf(text)).Found;

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    // Zero marks a slot that is free.
    private UInt128 KeyOf(string text) => ContentKey.Of(ignoreCase ? text.ToUpperInvariant() : text) is var key && key == 0 ? 1 : key;

    // Keys are in the order of their first bits, but for those that had to give way: the larger table is filled from its beginning to its end.
    private void Grow()
    {
        var larger = new SpoolDisk(directory);
        Span<UInt128> keys = stackalloc UInt128[Look];
        for (long slot = 0; slot < 1L << _bits; slot += Look)
        {
            _table.Read(slot * KeyBytes, MemoryMarshal.AsBytes(keys));
            foreach (var key in keys)
                if (key != 0) Put(larger, _bits + 2, key);
        }

        _table.Dispose();
        (_table, _bits) = (larger, _bits + 2);
    }

    private static bool Put(SpoolDisk table, int bits, UInt128 key)
    {
        var (slot, found) = Find(table, bits, key);
        if (!found) table.Write(slot * KeyBytes, MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)));
        return !found;
    }

    /// <summary>Where the key is, or belongs. There is always a free slot.</summary>
    private static (long Slot, bool Found) Find(SpoolDisk table, int bits, UInt128 key)
    {
        Span<UInt128> keys = stackalloc UInt128[Look];
        for (long slot = (long)(key >> (128 - bits)), last = (1L << bits) - 1; ; slot = 0)
        {
            for (int length; slot <= last; slot += length)
            {
                length = (int)Math.Min(Look, last - slot + 1);
                table.Read(slot * KeyBytes, MemoryMarshal.AsBytes(keys[..length]));
                for (int i = 0; i < length; i++)
                    if (keys[i] == key || keys[i] == 0) return (slot + i, keys[i] == key);
            }
        }
    }
}
