namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>
/// Thrift's compact protocol, as Parquet's footers and page headers are written in it, read no further than what has to be known before a library believes it
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 24, Boolean = 2, Byte = 3, Integer = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a page header: field 2 and 3 are its sizes, field 1 of 5, 7 and 8 its values (parquet.thrift, <c>PageHeader</c>).</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public PageHeader ReadPage()
    {
        var (page, field) = (new PageHeader(0, 0, 0), 0);
        while (Next(ref field) is var type and > 0)
        {
            if (type is > Byte and <= Integer && field == 2) page = page with { Unpacked = Number() };
            else if (type is > Byte and <= Integer && field == 3) page = page with { Packed = Number() };
            else if (type == Struct && field is 5 or 7 or 8) page = page with { Values = FirstNumber() };
            else Skip(type, 0);
        }

        return page.Unpacked >= 0 && page.Packed >= 0 && page.Values >= 0 ? page : throw Broken();
    }

    /// <summary>Passes over a structure: what it claims to hold is there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public void SkipStruct(int depth = 0)
    {
        if (depth > Deepest) throw Broken();
        int field = 0;
        while (Next(ref field) is var type and > 0) Skip(type, depth + 1);
    }

    private long FirstNumber()
    {
        var (first, field) = (0L, 0);
        while (Next(ref field) is var type and > 0)
        {
            if (field == 1 && type is > Byte and <= Integer) first = Number();
            else Skip(type, 1);
        }

        return first;
    }

    private int Next(ref int field)
    {
        byte head = Take();
        if (head == 0) return 0;
        field = head >> 4 is var step and > 0 ? field + step : checked((short)Number());
        return head & 15;
    }

    private void Skip(int type, int depth)
    {
        if (depth > Deepest) throw Broken();
        if (type <= Boolean) return; // its type is its value
        if (type == Byte) Take();
        else if (type <= Integer) Number();
        else if (type == Double) Pass(sizeof(double));
        else if (type == Binary) Pass(Length());
        else if (type is List or Set) SkipList(depth);
        else if (type == Map) SkipMap(depth);
        else if (type == Struct) SkipStruct(depth);
        else throw Broken();
    }

    private void SkipList(int depth)
    {
        byte head = Take();
        int count = head >> 4 == 15 ? Length() : head >> 4;
        for (int i = 0; i < count; i++) SkipElement(head & 15, depth);
    }

    private void SkipMap(int depth)
    {
        int count = Length();
        int types = count > 0 ? Take() : 0;
        for (int i = 0; i < count; i++)
        {
            SkipElement(types >> 4, depth);
            SkipElement(types & 15, depth);
        }
    }

    private void SkipElement(int type, int depth)
    {
        if (type <= Boolean) Take(); // in a list, a byte of its own
        else Skip(type, depth + 1);
    }

    // Everything has a byte at least: what claims to be more than is left is a lie, and nobody makes room for it.
    private int Length() => Varint() is var length && length <= (ulong)(_bytes.Length - Position) ? (int)length : throw Broken();

    private long Number() => Varint() is var coded && (coded & 1) == 0 ? (long)(coded >> 1) : ~(long)(coded >> 1);

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take();
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }

        throw Broken();
    }

    private void Pass(int count)
    {
        if (count > _bytes.Length - Position) throw Broken();
        Position += count;
    }

    private byte Take() => Position < _bytes.Length ? _bytes[Position++] : throw Broken();

    private static InvalidDataException Broken() => new("a header claims what is not there");
}

/// <summary>What a page says of itself.</summary>
/// <param name="Unpacked">Its bytes when unpacked.</param> <param name="Packed">Its bytes in the file, without the header.</param> <param name="Values">Its values.</param>
internal readonly record struct PageHeader(long Unpacked, long Packed, long Values);
