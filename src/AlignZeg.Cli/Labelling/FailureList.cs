using System.Text.Json;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Labelling;

/// <summary><c>failures.jsonl</c>: the images without a label map, one per line; no file where nothing failed.</summary>
/// <param name="root">The output folder.</param>
internal sealed class FailureList(string root)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "failures.jsonl";

    private const int PageSize = 500;

    private string PathOfFile => Path.Combine(root, FileName);

    /// <summary>Writes what a job has not labelled so far, as a whole.</summary>
    public async Task WriteAsync(IJobGrain job, CancellationToken cancellationToken)
    {
        long written = 0;
        await using (var file = new StreamWriter(PathOfFile + ".tmp"))
        {
            for (var cursor = FailureCursor.Start; cursor is not null;)
            {
                var at = cursor;
                var page = await Insistence.CallAsync(() => job.ReadFailuresAsync(at, PageSize, cancellationToken), cancellationToken);
                foreach (var one in page.Failures)
                    await WriteLineAsync(file, new() { Name = one.Image, Reason = one.Reason, Message = one.Message, Attempt = one.Attempt }, cancellationToken);
                written += page.Failures.Count;
                cursor = page.Next;
            }
        }
        Replace(written);
    }

    /// <summary>Writes the failed ones of a finished job's records, as a whole.</summary>
    public async Task WriteAsync(IAsyncEnumerable<ImageRecord> records, CancellationToken cancellationToken)
    {
        long written = 0;
        await using (var file = new StreamWriter(PathOfFile + ".tmp"))
        {
            await foreach (var one in records.Where(record => !record.IsOk).WithCancellation(cancellationToken))
            {
                await WriteLineAsync(file, new() { Name = one.Name, Archive = one.Archive, Entry = one.Entry, Reason = one.Reason ?? "unknown", Message = one.Error, Attempt = one.Attempt ?? 1 }, cancellationToken);
                written++;
            }
        }
        Replace(written);
    }

    private static Task WriteLineAsync(StreamWriter file, FailureLine line, CancellationToken cancellationToken) =>
        file.WriteLineAsync(JsonSerializer.Serialize(line, ResultJson.Line).AsMemory(), cancellationToken);

    private void Replace(long written)
    {
        if (written > 0) File.Move(PathOfFile + ".tmp", PathOfFile, overwrite: true);
        else File.Delete(PathOfFile + ".tmp");
        if (written == 0) File.Delete(PathOfFile);
    }
}
