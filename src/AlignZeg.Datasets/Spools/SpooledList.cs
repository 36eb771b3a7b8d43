using System.Runtime.InteropServices;

namespace AlignZeg.Datasets.Spools;

/// <summary>Items of any length, by their places: one file of items, one of where they are. Filled by one thread, then read by any number.</summary>
internal sealed class SpooledList : IDisposable
{
    private readonly SpoolDisk _items = new(), _places = new();
    private long _end;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of one.</summary>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public byte[] this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            Span<long> place = stackalloc long[2];
            _places.Read(index * (long)sizeof(long), MemoryMarshal.AsBytes(place));
            var item = new byte[place[1] - place[0]];
            _items.Read(place[0], item);
            return item;
        }
    }

    /// <summary>Appends one.</summary>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public void Add(ReadOnlySpan<byte> item)
    {
        _items.Write(_end, item);
        _end += item.Length;
        Count++;
        _places.Write(Count * (long)sizeof(long), MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in _end)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _items.Dispose();
        _places.Dispose();
    }
}
