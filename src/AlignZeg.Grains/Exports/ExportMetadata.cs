using System.Text.Encodings.Web;
using System.Text.Json;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Exports;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Exports;

/// <summary>
/// <c>metadata.jsonl</c> of an export, whatever its format: a line <c>{"image", "metadata"}</c> for each image that the dataset says something about. No file where it says nothing.
/// </summary>
internal sealed class ExportMetadata(StoredMetadata metadata, ExportFolder folder) : IAsyncDisposable
{
    private const string FileName = "metadata.jsonl";
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private StreamWriter? _file;

    /// <summary>Writes the line of an image, if there is one.</summary>
    public async Task AddAsync(ResultRecord record, CancellationToken cancellationToken)
    {
        if (await metadata.OfAsync(record.Index, cancellationToken) is not { } text) return;
        _file ??= new(folder.PathOf(FileName)) { NewLine = "\n" };
        await _file.WriteLineAsync($"{{\"image\":{JsonSerializer.Serialize(record.Image, Options)},\"metadata\":{text}}}".AsMemory(), cancellationToken);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
