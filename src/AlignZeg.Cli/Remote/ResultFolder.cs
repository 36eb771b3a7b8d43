using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Client.Results;

namespace AlignZeg.Cli.Remote;

/// <summary>
/// A folder with the results of a job of a server: <c>results.jsonl</c> and the files that it names. It knows how far it has come: the cursor and the length of
/// <c>results.jsonl</c> are kept together, so that what was written after them, before a crash, is written again and nothing stands in it twice.
/// </summary>
internal sealed class ResultFolder : IDisposable
{
    private const string StateName = "remote.json", AllOfThem = "all results";
    private readonly OutputFolder _folder;
    private readonly FileStream _lines;
    private State _state;

    private ResultFolder(OutputFolder folder, FileStream lines, State state) => (_folder, _lines, _state) = (folder, lines, state);

    /// <summary>Where to read on; null = from the beginning.</summary>
    public string? Cursor => _state.Cursor;

    /// <summary>Results that are in it.</summary>
    public int Count => _state.Count;

    /// <summary>Opens a new folder, or one that holds results of this job, picked alike: its cursor is behind what another filter left out, and would never come back to it.</summary>
    /// <param name="path">Of the folder.</param> <param name="server">Where the job is.</param> <param name="job">Its name.</param> <param name="startedAt">When it was started: another job may have its name.</param>
    /// <param name="filter">Which results it shall hold; null = all.</param>
    /// <exception cref="CommandException">It belongs to something else, is in use or cannot be written.</exception>
    public static async Task<ResultFolder> OpenAsync(string path, Uri server, string job, DateTimeOffset startedAt, ResultFilter? filter)
    {
        var folder = OutputFolder.Open(path);
        try
        {
            var state = Read(folder, new(server.AbsoluteUri, job, startedAt, Filter: InWords(filter)));
            await ResultJson.WriteFileAsync(StatePath(folder), state, CancellationToken.None); // whose it is, before anything else is in it
            var lines = new FileStream(Path.Combine(folder.Root, JobRecords.FileName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            lines.SetLength(Math.Min(lines.Length, state.Length));
            lines.Seek(0, SeekOrigin.End);
            return new(folder, lines, state);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Where the file of an output belongs; a name that leads elsewhere is refused.</summary>
    public string PathOf(string job, string output) => _folder.Bounds.Below(OutputName.Of(job, output))
        ?? throw CommandException.Failed($"The server names an output '{output}', which would lie outside the folder; nothing was written there.");

    /// <summary>Writes a result down, and that it is dealt with; its files are there.</summary>
    public async Task AddAsync(string job, ImageResult result, CancellationToken cancellationToken)
    {
        await _lines.WriteAsync(LineOf(job, result), cancellationToken);
        await _lines.FlushAsync(cancellationToken);
        _state = _state with { Cursor = result.Cursor, Length = _lines.Length, Count = _state.Count + 1 };
        await ResultJson.WriteFileAsync(StatePath(_folder), _state, cancellationToken);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    // As the server wrote it, with files as they are named here.
    private static byte[] LineOf(string job, ImageResult result)
    {
        var line = JsonNode.Parse(result.Json)!.AsObject();
        foreach (string output in new[] { "mask", "confidence", "overlay" })
            if (line[output]?.GetValue<string>() is { } name) line[output] = OutputName.Of(job, name);
        return [.. JsonSerializer.SerializeToUtf8Bytes(line, ResultJson.Line), (byte)'\n'];
    }

    private static State Read(OutputFolder folder, State fresh)
    {
        string path = StatePath(folder);
        if (!File.Exists(path))
            return Directory.EnumerateFileSystemEntries(folder.Root).Skip(1).Any() ? throw CommandException.BadInput($"The folder '{folder.Root}' holds other results; choose another --output.") : fresh;
        var held = JsonSerializer.Deserialize<State>(File.ReadAllBytes(path), ResultJson.Indented)!;
        if ((held.Job, held.StartedAt) != (fresh.Job, fresh.StartedAt))
            throw CommandException.BadInput($"The folder '{folder.Root}' holds the results of another job, '{held.Job}' of {held.Server}; choose another --output.");
        if (held.Count == 0) return fresh; // nothing was left out yet
        return held.Filter == fresh.Filter
            ? held
            : throw CommandException.BadInput($"The folder '{folder.Root}' holds {held.Filter ?? AllOfThem}, and would miss some of {fresh.Filter ?? AllOfThem}; choose another --output, or ask as before.");
    }

    // The same text for the same results: the order of classes does not count, nor how their names are written, since the server does not look at that either.
    private static string? InWords(ResultFilter? filter)
    {
        string[] conditions =
        [
            .. (filter?.Classes ?? []).Select(name => name.Trim().Normalize().ToUpperInvariant().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal).Select(name => $"--class '{name}'"),
            .. filter?.Status is { } status ? [$"--status {status.ToString().ToLowerInvariant()}"] : Array.Empty<string>(),
            .. filter?.MinConfidence is { } confidence ? [string.Create(CultureInfo.InvariantCulture, $"--min-confidence {confidence}")] : Array.Empty<string>(),
        ];
        return conditions.Length == 0 ? null : $"the results of {string.Join(' ', conditions)}";
    }

    private static string StatePath(OutputFolder folder) => Path.Combine(folder.State, StateName);

    // Without a filter: all results, as folders of former versions have it.
    private sealed record State(string Server, string Job, DateTimeOffset StartedAt, string? Cursor = null, long Length = 0, int Count = 0, string? Filter = null);
}
