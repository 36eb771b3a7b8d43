using AlignZeg.Datasets.Archives;
using Parquet.Meta;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>A column that is to be read, in one row group.</summary>
/// <param name="Chunk">Where it is: what the library itself reads for the field.</param> <param name="Field">What it is.</param>
internal sealed record WantedColumn(ColumnMetaData Chunk, DataField Field)
{
    /// <summary>What the schema says of it, by which the library reads its values.</summary>
    public SchemaElement? Element { get; init; } = Field.SchemaElement;

    /// <summary>True if its values may be missing: its pages say which.</summary>
    public bool HasLevels => Field.MaxDefinitionLevel > 0;

    /// <summary>What a sentence calls it.</summary>
    public string Told => EntryNames.Told($"{Field.Path}");
}
