using System.Globalization;
using AlignZeg.Datasets.LabelMaps;
using Parquet;

namespace AlignZeg.Datasets.Exports.Tables;

/// <summary>
/// A data set as Hugging Face's <c>datasets</c> loads it from a folder: <c>data/train-00000-of-00001.parquet</c> with columns <c>image</c> and <c>mask</c>
/// (<c>struct{bytes, path}</c>) and <c>classes</c> (the ids in the map), whose feature carries the names of all classes. Ids are those of <c>png</c>.
/// </summary>
internal sealed class ParquetTable : IExportFormat
{
    // Of one row group: few enough rows to look at, as datasets has it for images; and what may be in memory.
    private const int MostRows = 100, MostBytes = 64 << 20;
    private const long MostFileBytes = 500L << 20;

    // Pictures are packed already, and no two are the same: neither compression nor dictionaries help.
    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.None, DictionaryEncodingThreshold = 0 };
    private readonly List<TableRow> _rows = [];
    private readonly TableFields _fields = new();
    private ExportFolder? _folder;
    private ExportClasses? _classes;
    private FileStream? _file;
    private ParquetWriter? _writer;
    private int _files;

    public void Begin(ExportFolder folder, ExportClasses classes) => (_folder, _classes) = (folder, classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var png = LabelMapPng.Encode(image.Labels, _classes!.Count);
        var present = image.Labels.Ids.Where(id => id != _classes.Ignore).Distinct().Order().Select(id => (long)id).ToArray();
        _rows.Add(new(image.Name, image.Picture, image.Stem + ".png", png, present));
        if (_rows.Count == MostRows || _rows.Sum(row => row.Bytes) >= MostBytes) Flush();
        return LabelMapPng.DecodeBack(png, image.Stem);
    }

    public void Complete()
    {
        Flush();
        if (_files == 0) Open(); // a table without rows still says what its columns are
        Close();
        for (int number = 0; number < _files; number++) File.Move(_folder!.PathOf(Growing(number)), _folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"data/train-{number:D5}-of-{_files:D5}.parquet")));
    }

    public long IdOf(int number) => number;

    public void Dispose() => _file?.Dispose();

    private void Flush()
    {
        if (_rows.Count == 0) return;
        if (_writer is null) Open();
        _fields.WriteAsync(_writer!, _rows).GetAwaiter().GetResult(); // into a file that is written as it comes: nothing is waited for
        _rows.Clear();
        if (_file!.Position >= MostFileBytes) Close();
    }

    private void Open()
    {
        _file = new(_folder!.PathOf(Growing(_files++)), FileMode.CreateNew, FileAccess.Write);
        _writer = ParquetWriter.CreateAsync(_fields.Schema, _file, Options).GetAwaiter().GetResult();
        _writer.CustomMetadata = new Dictionary<string, string> { [TableFields.FeaturesKey] = TableFields.FeaturesOf(_classes!) };
    }

    private void Close()
    {
        _writer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file?.Dispose();
        (_writer, _file) = (null, null);
    }

    private static string Growing(int number) => string.Create(CultureInfo.InvariantCulture, $"data/train-{number:D5}.parquet.tmp");
}
