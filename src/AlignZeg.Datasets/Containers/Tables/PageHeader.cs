namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>What a page says of itself.</summary>
internal readonly record struct PageHeader
{
    /// <summary>Kinds of pages that there are here: with values, a dictionary of them, and with values and levels that are not packed.</summary>
    public const long Data = 0, Dictionary = 2, Data2 = 3;

    private const int DataField = 5, DictionaryField = 7, Data2Field = 8;

    /// <summary>Its kind.</summary>
    public long Type { get; init; }

    /// <summary>Its bytes when unpacked.</summary>
    public long Unpacked { get; init; }

    /// <summary>Its bytes in the file, without the header.</summary>
    public long Packed { get; init; }

    /// <summary>Its values, missing ones too.</summary>
    public long Values { get; init; }

    /// <summary>Those of a dictionary.</summary>
    public long Entries { get; init; }

    /// <summary>Missing values, where they are said.</summary>
    public long Missing { get; init; }

    /// <summary>How its values are written.</summary>
    public long Encoding { get; init; }

    /// <summary>Bytes before what is packed, where they are said: which values are missing.</summary>
    public long Levels { get; init; }

    /// <summary>Bytes before these: which values are of one row. The library looks for none where a row has one value.</summary>
    public long Repetitions { get; init; }

    /// <summary>True if it says that it is not packed, whatever its column is.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Which headers of kinds it has, by their fields: a bit each.</summary>
    public int Headers { get; init; }

    /// <summary>True if it has the header of its kind and no other, and nothing in it is less than nothing.</summary>
    public bool IsWhole => Headers == (Type switch { Data => 1 << DataField, Dictionary => 1 << DictionaryField, Data2 => 1 << Data2Field, _ => -1 })
        && this is { Unpacked: >= 0, Packed: >= 0, Values: >= 0, Entries: >= 0, Missing: >= 0, Levels: >= 0, Repetitions: 0 } && Missing <= Values && Levels <= Packed;
}
