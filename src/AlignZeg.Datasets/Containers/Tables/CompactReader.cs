namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>
/// Thrift's compact protocol, as Parquet's footers and page headers are written in it, read no further than what has to be known before a library believes it
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). What it reads has the kinds that <see cref="HeaderShape"/> says.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 24, True = 1, Set = 10, Map = 11; // kinds, beside those of HeaderShape
    private const int MostFolders = 1_000, MostFields = 10_000, MostStructs = 1 << 19; // each becomes an object of some hundred bytes; the library goes into folders by recursion
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _folders, _fields, _structs;
    private PageHeader _page;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a page header.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public PageHeader ReadPage()
    {
        Check(HeaderShape.Page, 0);
        return _page.IsWhole ? _page : throw Broken();
    }

    /// <summary>Passes over a footer: what it claims to hold is there, is of the kinds that it should be, is not too much, and there is nothing behind it.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public void CheckFooter()
    {
        Check(HeaderShape.File, 0);
        if (Position != _bytes.Length) throw new InvalidDataException("its footer is shorter than it says");
    }

    private void Check(HeaderShape shape, int depth)
    {
        Enter(depth);
        if (shape.Name == "Schema" && ++_fields > MostFields) throw new InvalidDataException($"it has more than {MostFields} columns");
        int field = 0;
        while (Next(ref field) is var type and > 0)
        {
            if (shape.Find(field) is not { } known) Skip(type, depth + 1);
            else if (KindOf(type) != known.Kind) throw Broken();
            else if (known.Kind == HeaderShape.Number) Note(shape.Name, field, Number());
            else if (known.Kind == HeaderShape.Boolean) Note(shape.Name, field, type);
            else if (known.Kind == HeaderShape.List) CheckList(known, depth + 1);
            else if (known.Shape is { } inner) CheckStruct(shape.Name, field, inner, depth + 1);
            else Skip(type, depth + 1);
        }
    }

    // Of two headers of a page the library takes the last one as a whole.
    private void CheckStruct(string within, int field, HeaderShape shape, int depth)
    {
        if (within == "Page") _page = (_page.Headers & (1 << field)) == 0 ? _page with { Headers = _page.Headers | (1 << field) } : throw Broken();
        Check(shape, depth);
    }

    private void CheckList(HeaderField known, int depth)
    {
        var (count, type) = ListHead();
        if (count > 0 && KindOf(type) != known.Element) throw Broken();
        for (int i = 0; i < count; i++)
        {
            if (known.Shape is { } inner) Check(inner, depth);
            else Skip(type, depth);
        }
    }

    private static int KindOf(int type) => type switch
    {
        1 => HeaderShape.Boolean, // true and false
        > HeaderShape.Byte and <= HeaderShape.Number => HeaderShape.Number,
        _ => type,
    };

    private void Note(string shape, int field, long value)
    {
        if ((shape, field) == ("Schema", 5) && value != 0 && ++_folders > MostFolders) throw new InvalidDataException($"it has more than {MostFolders} columns with columns in them");
        if (shape is "Page" or "DataPage" or "DataPage2" or "Dictionary") NotePage(shape, field, value == (int)value ? value : throw Broken()); // the library cuts off what is more
    }

    private void NotePage(string shape, int field, long value) => _page = (shape, field) switch
    {
        ("Page", 1) => _page with { Type = value },
        ("Page", 2) => _page with { Unpacked = value },
        ("Page", 3) => _page with { Packed = value },
        ("DataPage" or "DataPage2", 1) => _page with { Values = value },
        ("DataPage", 2) or ("DataPage2", 4) => _page with { Encoding = value },
        ("DataPage2", 2) => _page with { Missing = value },
        ("DataPage2", 5) => _page with { Levels = value },
        ("DataPage2", 6) => _page with { Repetitions = value },
        ("DataPage2", 7) => _page with { IsPlain = value != True },
        ("Dictionary", 1) => _page with { Entries = value },
        _ => _page,
    };

    private void Enter(int depth)
    {
        if (depth > Deepest) throw Broken();
        if (++_structs > MostStructs) throw new InvalidDataException($"its footer has more than {MostStructs} parts; write the table again with more rows a group");
    }

    // The library passes over the heads of the fields in it and not over their values: it would read on within it.
    private void SkipStruct(int depth)
    {
        Enter(depth);
        if (Take() != 0) throw Broken();
    }

    private int Next(ref int field)
    {
        byte head = Take();
        if ((head & 15) == 0) return head == 0 ? 0 : throw Broken();
        long number = head >> 4 is var step and > 0 ? field + step : Number();
        if (number is < 0 or > short.MaxValue) throw Broken(); // where others begin again at another number
        field = (int)number;
        return head & 15;
    }

    private void Skip(int type, int depth)
    {
        if (depth > Deepest) throw Broken();
        if (type <= HeaderShape.Boolean) return; // its type is its value
        if (type == HeaderShape.Byte) Take();
        else if (type <= HeaderShape.Number) Number();
        else if (type == HeaderShape.Double) Pass(sizeof(double));
        else if (type == HeaderShape.Bytes) Pass(Length());
        else if (type is HeaderShape.List or Set) SkipList(depth);
        else if (type == Map) SkipMap(depth);
        else if (type == HeaderShape.Struct) SkipStruct(depth);
        else throw Broken();
    }

    private void SkipList(int depth)
    {
        var (count, type) = ListHead();
        for (int i = 0; i < count; i++) SkipElement(type, depth);
    }

    private (int Count, int Type) ListHead()
    {
        byte head = Take();
        return (head >> 4 == 15 ? Length() : head >> 4, head & 15);
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
        if (type <= HeaderShape.Boolean) throw Broken(); // a byte of its own to some, none to others; Parquet has no such list here
        Skip(type, depth + 1);
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
