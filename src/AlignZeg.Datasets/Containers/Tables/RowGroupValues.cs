using System.Text.Json;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>The columns of a row group as they were read. What becomes of a row is made when it is taken: rows may share their bytes, and would be many times as large together.</summary>
/// <param name="rows">How many.</param> <param name="bytes">The images; null = there is no such column.</param> <param name="paths">Where they are; null = there is no such column.</param>
/// <param name="others">The columns of metadata, a value per row.</param>
internal sealed class RowGroupValues(int rows, ReadOnlyMemory<byte>?[]? bytes, ReadOnlyMemory<char>?[]? paths, IReadOnlyList<(string Name, Array Values)> others)
{
    private readonly IReadOnlyList<(string Name, ReadOnlyMemory<char>?[] Values)> _texts = [.. others.Where(one => one.Values is ReadOnlyMemory<char>?[]).Select(one => (one.Name, (ReadOnlyMemory<char>?[])one.Values))];

    /// <summary>How many.</summary>
    public int Rows => rows;

    /// <summary>The image of a row, which is forgotten: large images are garbage as soon as they are stored.</summary>
    public ReadOnlyMemory<byte>? TakeBytes(int row)
    {
        var taken = bytes?[row];
        if (bytes is not null) bytes[row] = null;
        return taken;
    }

    /// <summary>Bytes of the image of a row.</summary>
    public long BytesOf(int row) => bytes?[row]?.Length ?? 0;

    /// <summary>Letters of a row in all its texts.</summary>
    public long LettersOf(int row) => (paths?[row]?.Length ?? 0L) + _texts.Sum(text => text.Values[row]?.Length ?? 0L);

    /// <summary>Where the image of a row is said to be; null = nowhere.</summary>
    public string? PathOf(int row) => paths?[row]?.ToString();

    /// <summary>The other values of a row; null = there are none.</summary>
    public Dictionary<string, JsonElement>? MetadataOf(int row)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var (name, values) in others)
            if (values.GetValue(row) is { } value) members[name] = TableValues.ToJson(value);
        return members.Count > 0 ? members : null;
    }
}
