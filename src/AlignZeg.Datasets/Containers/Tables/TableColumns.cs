using System.Text.Json;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Exports.Tables;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>Which columns of a table are what: Hugging Face's <c>image</c> is a struct of <c>bytes</c> and <c>path</c>; others have bytes alone, or a path.</summary>
/// <param name="Bytes">The image itself; null = the table has only paths.</param>
/// <param name="Path">Where it was, or is; null = nothing says so.</param>
/// <param name="Others">The columns with one value a row: metadata.</param>
internal sealed record TableColumns(DataField? Bytes, DataField? Path, IReadOnlyList<DataField> Others)
{
    private const int MostTold = 20;
    private static readonly string[] Usual = ["image", "img", "picture", "photo"];

    /// <summary>All columns that are read.</summary>
    public IEnumerable<DataField> All => new[] { Bytes, Path }.OfType<DataField>().Concat(Others);

    /// <summary>Finds them.</summary>
    /// <param name="schema">Of the table.</param> <param name="metadata">Of the file: <c>datasets</c> writes there which columns are images.</param>
    /// <exception cref="InvalidDataException">No column can be one of images.</exception>
    public static TableColumns Of(ParquetSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        var candidates = schema.Fields.Select(Candidate).OfType<TableColumns>().ToList();
        var image = Named(candidates, Usual) ?? Named(candidates, ImagesOf(metadata)) ?? (candidates.Count == 1 ? candidates[0] : null)
            ?? throw new InvalidDataException($"it has no column 'image' with bytes or paths (its columns: {Told(schema)})");
        var others = schema.Fields.OfType<DataField>().Where(field => !field.IsArray && !field.Equals(image.Bytes) && !field.Equals(image.Path) && TableValues.IsKnown(field)).ToList();
        return image with { Others = others };
    }

    private static string Told(ParquetSchema schema) => string.Join(", ", schema.Fields.Take(MostTold).Select(field => EntryNames.Told(field.Name))) + (schema.Fields.Count > MostTold ? ", …" : "");

    // A struct of bytes and path, or bytes; text only where its name says that it is an image.
    private static TableColumns? Candidate(Field field) => field switch
    {
        StructField both => new TableColumns(Member(both, "bytes", TableValues.Bytes), Member(both, "path", TableValues.Text), []) is { } found && (found.Bytes ?? found.Path) is not null ? found : null,
        DataField { IsArray: false } data when data.ClrType == TableValues.Bytes => new(data, null, []),
        DataField { IsArray: false } data when data.ClrType == TableValues.Text && Usual.Contains(data.Name, StringComparer.OrdinalIgnoreCase) => new(null, data, []),
        _ => null,
    };

    private static DataField? Member(StructField of, string name, Type type) => of.Fields.OfType<DataField>().FirstOrDefault(field => field.Name == name && field.ClrType == type);

    private static TableColumns? Named(List<TableColumns> candidates, IEnumerable<string> names) =>
        names.Select(name => candidates.Find(one => (one.Bytes ?? one.Path)!.Path.FirstPart!.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(one => one is not null);

    private static List<string> ImagesOf(IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            if (!metadata.TryGetValue(TableFields.FeaturesKey, out var text)) return [];
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.GetProperty("info").GetProperty("features").EnumerateObject().Where(one => one.Value.GetProperty("_type").ValueEquals("Image")).Select(one => one.Name)];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return []; // only a hint
        }
    }
}
