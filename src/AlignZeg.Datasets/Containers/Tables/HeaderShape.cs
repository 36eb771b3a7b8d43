namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>
/// Which fields the structures of footers and page headers have, and of what kinds (https://github.com/apache/parquet-format, <c>parquet.thrift</c>). The library goes by the numbers of fields alone: given another kind than
/// it expects, it would read on at another place than whoever looked before it.
/// </summary>
internal sealed class HeaderShape
{
    /// <summary>Kinds of Thrift's compact protocol, by their numbers there; <see cref="Number"/> stands for those of 16, 32 and 64 bits, which are written alike.</summary>
    public const int Boolean = 2, Byte = 3, Number = 6, Double = 7, Bytes = 8, List = 9, Struct = 12;

    private const string Grammar = """
        File: 1 number, 2 list Schema, 3 number, 4 list RowGroup, 5 list KeyValue, 6 bytes, 7 list Order, 8 struct Encryption, 9 bytes
        Schema: 1 number, 2 number, 3 number, 4 bytes, 5 number, 6 number, 7 number, 8 number, 9 number, 10 struct Logical
        Logical: 1 struct Empty, 2 struct Empty, 3 struct Empty, 4 struct Empty, 5 struct Decimal, 6 struct Empty, 7 struct Time, 8 struct Time, 10 struct Integer, 11 struct Empty, 12 struct Empty, 13 struct Empty, 14 struct Empty, 15 struct Empty, 16 struct Variant, 17 struct Geometry, 18 struct Geometry
        Empty:
        Decimal: 1 number, 2 number
        Time: 1 boolean, 2 struct Unit
        Unit: 1 struct Empty, 2 struct Empty, 3 struct Empty
        Integer: 1 byte, 2 boolean
        Variant: 1 byte
        Geometry: 1 bytes, 2 number
        KeyValue: 1 bytes, 2 bytes
        Order: 1 struct Empty
        Encryption: 1 struct Cipher, 2 struct Cipher
        Cipher: 1 bytes, 2 bytes, 3 boolean
        RowGroup: 1 list Chunk, 2 number, 3 number, 4 list Sorting, 5 number, 6 number, 7 number
        Sorting: 1 number, 2 boolean, 3 boolean
        Chunk: 1 bytes, 2 number, 3 struct Column, 4 number, 5 number, 6 number, 7 number, 8 struct Crypto, 9 bytes
        Crypto: 1 struct Empty, 2 struct ColumnKey
        ColumnKey: 1 list bytes, 2 bytes
        Column: 1 number, 2 list number, 3 list bytes, 4 number, 5 number, 6 number, 7 number, 8 list KeyValue, 9 number, 10 number, 11 number, 12 struct Statistics, 13 list Encoding, 14 number, 15 number, 16 struct Sizes, 17 struct Geospatial
        Statistics: 1 bytes, 2 bytes, 3 number, 4 number, 5 bytes, 6 bytes, 7 boolean, 8 boolean
        Encoding: 1 number, 2 number, 3 number
        Sizes: 1 number, 2 list number, 3 list number
        Geospatial: 1 struct Box, 2 list number
        Box: 1 double, 2 double, 3 double, 4 double, 5 double, 6 double, 7 double, 8 double
        Page: 1 number, 2 number, 3 number, 4 number, 5 struct DataPage, 6 struct Empty, 7 struct Dictionary, 8 struct DataPage2
        DataPage: 1 number, 2 number, 3 number, 4 number, 5 struct Statistics
        Dictionary: 1 number, 2 number, 3 boolean
        DataPage2: 1 number, 2 number, 3 number, 4 number, 5 number, 6 number, 7 boolean, 8 struct Statistics
        """;

    private static readonly Dictionary<string, int> Kinds = new() { ["boolean"] = Boolean, ["byte"] = Byte, ["number"] = Number, ["double"] = Double, ["bytes"] = Bytes, ["list"] = List, ["struct"] = Struct };
    private static readonly Dictionary<string, HeaderShape> Shapes = Read();
    private readonly Dictionary<int, HeaderField> _fields = [];

    private HeaderShape(string name) => Name = name;

    /// <summary>Of a footer.</summary>
    public static HeaderShape File { get; } = Shapes["File"];

    /// <summary>Of a page's header.</summary>
    public static HeaderShape Page { get; } = Shapes["Page"];

    /// <summary>What the grammar calls it.</summary>
    public string Name { get; }

    /// <summary>A field that the library knows; null = it passes over it by its kind, of structures over nothing but the heads of the fields in them, so that those have to be empty.</summary>
    public HeaderField? Find(int number) => _fields.TryGetValue(number, out var field) ? field : null;

    private static Dictionary<string, HeaderShape> Read()
    {
        string[][] lines = [.. Grammar.Split('\n').Select(line => line.Split(':'))];
        var shapes = lines.ToDictionary(line => line[0], line => new HeaderShape(line[0]));
        foreach (string[] line in lines)
            foreach (string[] words in line[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(' ')))
                shapes[line[0]]._fields[int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture)] = FieldOf(words, shapes);
        return shapes;
    }

    private static HeaderField FieldOf(string[] words, Dictionary<string, HeaderShape> shapes)
    {
        var shape = words.Length > 2 ? shapes.GetValueOrDefault(words[2]) : null;
        return new(Kinds[words[1]], words.Length < 3 ? 0 : shape is null ? Kinds[words[2]] : Struct, shape);
    }
}

/// <summary>A field.</summary>
/// <param name="Kind">Its kind.</param> <param name="Element">Of a list the kind of its elements.</param> <param name="Shape">Of a structure, or a list of such; null = it is none.</param>
internal sealed record HeaderField(int Kind, int Element, HeaderShape? Shape);
