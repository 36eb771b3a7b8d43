using Parquet;
using Parquet.Schema;

namespace AlignZeg.Datasets.Tests.Archives;

/// <summary>Parquet tables of images as <c>datasets</c> writes them, and others.</summary>
public static class PackedTables
{
    /// <summary>A column <c>image: struct{bytes, path}</c>.</summary>
    public static Task<byte[]> OfAsync(params (byte[]? Bytes, string? Path)[] rows)
    {
        var image = new ImageColumn();
        return WriteAsync([image.Field], group => image.WriteAsync(group, rows));
    }

    /// <summary>The same with a column <c>caption</c> of text and a column <c>label</c> of numbers: the number of the row.</summary>
    public static Task<byte[]> OfAsync((byte[]? Bytes, string? Path)[] rows, string?[] captions)
    {
        var (image, caption, label) = (new ImageColumn(), new DataField<string>("caption"), new DataField<long>("label"));
        return WriteAsync([image.Field, caption, label], async group =>
        {
            await image.WriteAsync(group, rows);
            await group.WriteAsync(caption, [.. captions.Select(one => one!)]);
            await group.WriteAsync<long>(label, Enumerable.Range(0, rows.Length).Select(row => (long)row).ToArray());
        });
    }

    /// <summary>A column of bytes.</summary>
    public static Task<byte[]> OfBytesAsync(string name, params byte[][] values)
    {
        var field = new DataField<byte[]>(name);
        return WriteAsync([field], group => group.WriteAsync(field, values));
    }

    /// <summary>A column of text.</summary>
    public static Task<byte[]> OfTextAsync(string name, params string[] values)
    {
        var field = new DataField<string>(name);
        return WriteAsync([field], group => group.WriteAsync(field, values));
    }

    /// <summary>A column of structures that have a path and nothing else.</summary>
    public static Task<byte[]> OfPathsAsync(string name, params string[] paths)
    {
        var path = new DataField<string>("path");
        return WriteAsync([new StructField(name, path)], group => group.WriteAsync(path, paths));
    }

    /// <summary>A picture and a text that are in the file once, for so many rows.</summary>
    public static Task<byte[]> OfOneAsync(byte[] picture, string caption, int rows)
    {
        var (image, text) = (new DataField<byte[]>("image"), new DataField<string>("caption"));
        var options = new ParquetOptions { ColumnEncodingHints = { ["image"] = EncodingHint.Dictionary, ["caption"] = EncodingHint.Dictionary } };
        return WriteAsync([image, text], async group =>
        {
            await group.WriteAsync(image, [.. Enumerable.Repeat(picture, rows)]);
            await group.WriteAsync(text, [.. Enumerable.Repeat(caption, rows)]);
        }, options);
    }

    /// <summary>Columns <c>image</c> and <c>imagf</c> of bytes and <c>caption</c> and <c>captiom</c> of the same text, not packed: what is in them can be changed.</summary>
    public static Task<byte[]> PlainAsync(byte[][] images, byte[][] others, string[] captions, EncodingHint texts = EncodingHint.Default)
    {
        var (image, other, text, again) = (new DataField<byte[]>("image"), new DataField<byte[]>("imagf"), new DataField<string>("caption"), new DataField<string>("captiom"));
        return WriteAsync([image, other, text, again], async group =>
        {
            await group.WriteAsync(image, images);
            await group.WriteAsync(other, others);
            await group.WriteAsync(text, captions);
            await group.WriteAsync(again, captions);
        }, new() { CompressionMethod = CompressionMethod.None, ColumnEncodingHints = { ["caption"] = texts } });
    }

    private static async Task<byte[]> WriteAsync(Field[] columns, Func<ParquetRowGroupWriter, Task> write, ParquetOptions? options = null)
    {
        using var buffer = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new(columns), buffer, options))
        {
            using var group = writer.CreateRowGroup();
            await write(group);
        }

        return buffer.ToArray();
    }

    private sealed class ImageColumn
    {
        private readonly DataField _bytes = new DataField<byte[]>("bytes"), _path = new DataField<string>("path");

        public StructField Field => field ??= new("image", _bytes, _path);

        public async Task WriteAsync(ParquetRowGroupWriter group, (byte[]? Bytes, string? Path)[] rows)
        {
            await group.WriteAsync(_bytes, [.. rows.Select(row => row.Bytes!)]);
            await group.WriteAsync(_path, [.. rows.Select(row => row.Path!)]);
        }
    }
}
