using AlignZeg.Datasets.Archives;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>A column that is to be read, in one row group.</summary>
/// <param name="Chunk">Where it is: what the library itself reads for the field.</param> <param name="Field">What it is.</param>
internal sealed record WantedColumn(ColumnMetaData Chunk, DataField Field)
{
    /// <summary>What the schema says of it, by which the library reads its values.</summary>
    public SchemaElement? Element { get; init; } = Field.SchemaElement;

    /// <summary>What the library will read for a field: it goes by the path that a chunk says it has and takes the last of several; and by the first part of the schema with that path.</summary>
    /// <exception cref="InvalidDataException">There is none, or which one it is depends on who reads.</exception>
    public static WantedColumn Of(IReadOnlyList<SchemaElement> schema, ParquetRowGroupReader group, DataField field)
    {
        var column = new WantedColumn(group.GetMetadata(field)?.MetaData ?? throw new InvalidDataException($"the column '{EntryNames.Told($"{field.Path}")}' is not in a row group"), field);
        return ReferenceEquals(ElementOf(schema, column.Chunk.PathInSchema), field.SchemaElement) ? column : throw new InvalidDataException($"it has two columns called '{column.Told}'");
    }

    /// <summary>True if its values may be missing: its pages say which.</summary>
    public bool HasLevels => Field.MaxDefinitionLevel > 0;

    /// <summary>What a sentence calls it.</summary>
    public string Told => EntryNames.Told($"{Field.Path}");

    private static SchemaElement? ElementOf(IReadOnlyList<SchemaElement> schema, IEnumerable<string> path)
    {
        int at = 0;
        foreach (string name in path)
        {
            int left = ChildrenOf(schema[at++]);
            for (; left > 0 && schema[at].Name != name; left--) at = Behind(schema, at);
            if (left <= 0) return null;
        }

        return schema[at];
    }

    private static int Behind(IReadOnlyList<SchemaElement> schema, int at)
    {
        for (int open = 1; open > 0; at++) open += ChildrenOf(schema[at]) - 1;
        return at;
    }

    private static int ChildrenOf(SchemaElement element) => Math.Max(0, element.NumChildren ?? 0);
}
