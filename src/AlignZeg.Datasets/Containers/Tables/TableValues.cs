using System.Text.Json;
using System.Text.Json.Serialization;
using Parquet;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>A column of one row group as JSON.</summary>
internal static class TableValues
{
    /// <summary>The type of columns of text.</summary>
    public static readonly Type Text = typeof(ReadOnlyMemory<char>);

    /// <summary>The type of columns of bytes.</summary>
    public static readonly Type Bytes = typeof(ReadOnlyMemory<byte>);

    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, CancellationToken, Task<Array>>> Readers = new()
    {
        [typeof(bool)] = ReadAsync<bool>,
        [typeof(byte)] = ReadAsync<byte>,
        [typeof(sbyte)] = ReadAsync<sbyte>,
        [typeof(short)] = ReadAsync<short>,
        [typeof(ushort)] = ReadAsync<ushort>,
        [typeof(int)] = ReadAsync<int>,
        [typeof(uint)] = ReadAsync<uint>,
        [typeof(long)] = ReadAsync<long>,
        [typeof(ulong)] = ReadAsync<ulong>,
        [typeof(float)] = ReadAsync<float>,
        [typeof(double)] = ReadAsync<double>,
        [typeof(decimal)] = ReadAsync<decimal>,
        [typeof(DateTime)] = ReadAsync<DateTime>,
        [typeof(DateOnly)] = ReadAsync<DateOnly>,
        [typeof(Guid)] = ReadAsync<Guid>,
        [Text] = ReadAsync<ReadOnlyMemory<char>>,
    };

    /// <summary>True if the column has values that JSON has.</summary>
    public static bool IsKnown(DataField field) => Readers.ContainsKey(field.ClrType);

    /// <summary>A value per row; null = the row has none.</summary>
    public static Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken) => Readers[field.ClrType](group, field, cancellationToken);

    /// <summary>A value per row; null = the row has none. Into memory of our own: the library's own is rented, and has what others left there wherever a column is shorter than it says.</summary>
    public static async Task<T?[]> ReadRowsAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var (rows, all, levels) = (new T?[group.RowCount], new T[group.RowCount], new int[group.RowCount]);
        await group.ReadRawAsync(field, all.AsMemory(), levels.AsMemory(), null, cancellationToken);
        for (int row = 0, next = 0; row < rows.Length; row++)
            if (levels[row] >= field.MaxDefinitionLevel) rows[row] = all[next++];
        return rows;
    }

    /// <summary>A value as JSON has it; what is no number there is text. Times are as they are written, whatever the zone of this machine.</summary>
    public static JsonElement ToJson(object value) => value switch
    {
        ReadOnlyMemory<char> text => JsonSerializer.SerializeToElement(text.ToString()),
        DateTime { Kind: DateTimeKind.Local } time => JsonSerializer.SerializeToElement(DateTime.SpecifyKind(time, DateTimeKind.Unspecified)),
        _ => JsonSerializer.SerializeToElement(value, value.GetType(), Options),
    };

    private static async Task<Array> ReadAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct => await ReadRowsAsync<T>(group, field, cancellationToken);
}
