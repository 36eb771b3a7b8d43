using System.Text.Json;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Labelling;

/// <summary>The finished shards of <c>results.jsonl</c>, each a file in order of input. They make resuming cheap and keep memory constant.</summary>
/// <param name="folder">Where they are kept; another view of the results (another truth) has another folder.</param>
/// <param name="root">The output folder that the records' paths are relative to.</param>
internal sealed class ShardParts(string folder, string root)
{
    private const string FolderPattern = "parts-*";

    /// <summary>True if the shard's part is there, and so are the files that it names.</summary>
    public async Task<bool> HasAsync(int shard, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(shard))) return false;
        await foreach (var record in ReadAsync(shard, cancellationToken))
        {
            if (new[] { record.Mask, record.Confidence, record.Overlay }.OfType<string>().Any(file => !File.Exists(Path.Combine(root, file)))) return false;
        }
        return true;
    }

    /// <summary>Drops the parts with failed images, in every view of the results: these will have other results.</summary>
    /// <param name="state">The folder that the views' folders are in.</param>
    /// <param name="cancellationToken">Ends it between parts.</param>
    public static async Task DropFlawedAsync(string state, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateDirectories(state, FolderPattern).SelectMany(folder => Directory.EnumerateFiles(folder, "*.jsonl")).ToList())
        {
            await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
            {
                if (JsonSerializer.Deserialize<ImageRecord>(line, ResultJson.Line)!.IsOk) continue;
                File.Delete(file);
                break;
            }
        }
    }

    /// <summary>Writes a shard's part as a whole or not at all.</summary>
    public Task WriteAsync(int shard, IEnumerable<ImageRecord> records, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        return WholeFile.WriteTextAsync(PathOf(shard), async file =>
        {
            foreach (var record in records.OrderBy(record => record.Index)) await file.WriteLineAsync(JsonSerializer.Serialize(record, ResultJson.Line).AsMemory(), cancellationToken);
        });
    }

    /// <summary>The records of a shard, in order.</summary>
    public async IAsyncEnumerable<ImageRecord> ReadAsync(int shard, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in File.ReadLinesAsync(PathOf(shard), cancellationToken))
        {
            yield return JsonSerializer.Deserialize<ImageRecord>(line, ResultJson.Line)!;
        }
    }

    private string PathOf(int shard) => Path.Combine(folder, $"{shard:D6}.jsonl");
}
