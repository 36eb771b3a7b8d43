using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace AlignZeg.Datasets.Exports.Tables;

/// <summary>The columns of an exported table, and what <c>datasets</c> is told of them (https://huggingface.co/docs/datasets/about_dataset_features).</summary>
internal sealed class TableFields
{
    /// <summary>The key of the file's metadata under which <c>datasets</c> looks for the features.</summary>
    public const string FeaturesKey = "huggingface";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly DataField<byte[]> _pictureBytes = new("bytes"), _maskBytes = new("bytes");
    private readonly DataField<string> _picture = new("path"), _mask = new("path");
    private readonly DataField<long> _classes = new("element", nullable: true);

    /// <summary>All columns.</summary>
    public ParquetSchema Schema { get; }

    /// <summary>Makes them.</summary>
    public TableFields() => Schema = new(new StructField("image", _pictureBytes, _picture), new StructField("mask", _maskBytes, _mask), new ListField("classes", _classes));

    /// <summary>The features: two images, and ids with their names.</summary>
    public static string FeaturesOf(ExportClasses classes) => JsonSerializer.Serialize(
        new
        {
            info = new
            {
                features = new
                {
                    image = new { _type = "Image" }, mask = new { _type = "Image" }, classes = new { feature = new { names = classes.Names, _type = "ClassLabel" }, _type = "Sequence" },
                },
            },
        },
        Readable);

    /// <summary>Writes a row group.</summary>
    public async Task WriteAsync(ParquetWriter writer, IReadOnlyList<TableRow> rows)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(_pictureBytes, [.. rows.Select(row => row.PictureBytes!)]);
        await group.WriteAsync(_picture, [.. rows.Select(row => row.Picture)]);
        await group.WriteAsync(_maskBytes, [.. rows.Select(row => row.MaskBytes)]);
        await group.WriteAsync(_mask, [.. rows.Select(row => row.Mask)]);
        var (values, definitions, repetitions) = Lists(rows, _classes.MaxDefinitionLevel);
        await group.WriteAllPartsAsync<long>(_classes, values, definitions, repetitions, CancellationToken.None);
    }

    // A list of nothing is defined one level less than a list of something, and has no value.
    private static (long[] Values, int[] Definitions, int[] Repetitions) Lists(IReadOnlyList<TableRow> rows, int deepest)
    {
        var (definitions, repetitions) = (new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            definitions.AddRange(row.Classes.Length == 0 ? [deepest - 2] : Enumerable.Repeat(deepest, row.Classes.Length));
            repetitions.AddRange(row.Classes.Length == 0 ? [0] : Enumerable.Range(0, row.Classes.Length).Select(i => i == 0 ? 0 : 1));
        }

        return ([.. rows.SelectMany(row => row.Classes)], [.. definitions], [.. repetitions]);
    }
}
