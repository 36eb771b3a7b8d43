using System.Runtime.CompilerServices;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Evaluation;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Exports;

/// <summary>The output folder of <c>alignzeg label</c>: results.jsonl of a finished job, the finished shards of one that is not.</summary>
/// <param name="folder">The output folder.</param> <param name="classes">File with the classes; null: classes.json of the folder.</param>
internal sealed class ResultsSource(string folder, string? classes) : IExportSource
{
    private const string Masks = "masks/";

    private readonly FolderBounds _bounds = new(folder);

    public string Root => _bounds.Root;

    public bool IsPartial => !File.Exists(Path.Combine(Root, JobRecords.FileName));

    public async Task<ExportClasses> ReadClassesAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Root)) throw CommandException.BadInput($"There is no folder '{folder}'; give the output folder of alignzeg label, or a job of a server with --server and --key-file.");
        if (Logs().Count == 0) throw CommandException.BadInput($"The folder '{folder}' holds no results yet (results.jsonl); give the output folder of alignzeg label, or use --labels.");
        var file = classes ?? Path.Combine(Root, "classes.json");
        if (!File.Exists(file)) throw CommandException.BadInput($"There is no '{file}', which a finished job has; give the job's vocabulary with --classes.");
        return new(await ClassList.ReadNamesAsync(file, cancellationToken));
    }

    public async IAsyncEnumerable<ExportItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var log in Logs())
        {
            var number = 0;
            await foreach (var line in File.ReadLinesAsync(log, cancellationToken)) yield return ItemOf(JobRecords.Parse(log, ++number, line));
        }
    }

    private List<string> Logs()
    {
        if (!IsPartial) return [Path.Combine(Root, JobRecords.FileName)];
        var state = new DirectoryInfo(Path.Combine(Root, ".alignzeg"));
        // Views of the same job (with another truth) have folders of their own: the one with the most shards tells the most.
        return !state.Exists ? [] : state.EnumerateDirectories("parts-*").Select(parts => parts.EnumerateFiles("*.jsonl").Select(part => part.FullName).Order(StringComparer.Ordinal).ToList())
            .OrderByDescending(parts => parts.Count).FirstOrDefault() ?? [];
    }

    private ExportItem ItemOf(ImageRecord record)
    {
        string name = record.Original ?? record.Name; // as the picture is called where it lies
        if (!record.IsOk || record.Mask is not { } mask) return new(name, name, null, $"It was not labelled: {record.Error ?? record.Reason ?? "it has no mask"}");
        if (_bounds.Below(mask) is not { } path) return new(name, name, null, "Its mask lies outside of the results folder.");
        var stem = mask.StartsWith(Masks, StringComparison.Ordinal) ? mask[Masks.Length..] : mask;
        return new(name, stem.EndsWith(".png", StringComparison.Ordinal) ? stem[..^4] : stem, path);
    }
}
