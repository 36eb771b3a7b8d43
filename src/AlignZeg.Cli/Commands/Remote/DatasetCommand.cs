using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Datasets;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg dataset list|show|upload|import|diff</c>.</summary>
internal static class DatasetCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Of the dataset." };

    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Folders, files, patterns such as 'photos/**/*.jpg', .jsonl manifests ({\"image\": \"a.jpg\"} per line, or an address, which is fetched from here), tables (.parquet), a container of Azure Blob Storage or a prefix in it ('https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX/?SAS', fetched to here first; 'dataset import' lets the server fetch); and archives (.zip, .tar, .tar.gz, 'shards-{0000..0147}.tar'): one alone the server unpacks, several are unpacked here first, into the folder for temporary files, which needs the room.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Argument<string> Container = new("container") { Description = "Address of a blob container with a signature (SAS) that allows listing and reading." };

    private static readonly Option<int?> Version = new("--version") { Description = "Which version. Default: the latest." };

    private static readonly Option<string?> Prefix = new("--prefix") { Description = "Only blobs whose names begin so." };

    private static readonly Option<string?> Id = new("--id") { Description = "Names the import; the same again is the same import." };

    public static Command Create() => new("dataset", "Datasets of a server: images under names, in versions that never change.")
    {
        RemoteVerb.Of("list", "List the datasets.", ListAsync),
        RemoteVerb.Of("show", "Show a version of a dataset.", ShowAsync, Name, Version),
        RemoteVerb.Of("upload", "Upload images and make a version of them; again sends only what the server does not have.", UploadAsync, Name, Paths),
        RemoteVerb.Of("import", "Let the server fetch the images of a blob container, and wait for it.", ImportAsync, Name, Container, Prefix, Id),
        DatasetDiffVerb.Create(),
    };

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(NameRows.Of(call.Client.Datasets.ListAllAsync(cancellationToken)), ["Dataset"], row => [row.Name], "There are no datasets; make one with: alignzeg dataset upload NAME FOLDER");
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string name = call.Parsed.GetRequiredValue(Name);
        Show(call.Output, name, await call.Client.Datasets.GetAsync(name, call.Parsed.GetValue(Version), cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> UploadAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string name = call.Parsed.GetRequiredValue(Name);
        var paths = call.Parsed.GetRequiredValue(Paths);
        var folder = new FolderUpload(call.Client.Datasets, ProgressViews.For(call.Output.Json, TimeProvider.System), TimeProvider.System);
        var version = Archives.TypeOf(paths) is { } type
            ? await call.Client.Datasets.UploadArchiveAsync(name, () => File.OpenRead(paths[0]), type, cancellationToken)
            : await folder.RunAsync(name, paths, cancellationToken);
        Show(call.Output, name, version);
        return folder.IsPartial || version.Ingest?.SkippedCount > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private static async Task<int> ImportAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string name = call.Parsed.GetRequiredValue(Name);
        var begun = await call.Client.Datasets.ImportAsync(name, new(call.Parsed.GetRequiredValue(Container), call.Parsed.GetValue(Prefix), call.Parsed.GetValue(Id)), cancellationToken);
        string farewell = $"Left; the import '{begun.Id}' goes on. The same command with --id {begun.Id} comes back to it.";
        var ended = await Waiting.ForAsync(() => AwaitAsync(call, name, begun, cancellationToken), farewell, cancellationToken);
        call.Output.Show(ended, ("Import", ended.Id), ("Phase", ended.Phase.ToString().ToLowerInvariant()), ("Images", Figures.Count(ended.Images)), ("Bytes", Figures.Bytes(ended.Bytes)),
            ("Skipped", Figures.Count(ended.SkippedCount)), ("Version", ended.Version is { } version ? $"{version}" : null), ("Problem", ended.Problem));
        if (ended.Version is { } made) LaterVersion.Tell(call.Output, made, (await call.Client.Datasets.GetAsync(name, cancellationToken: cancellationToken)).Number, "--dataset-version");
        return ended.Phase == ImportPhase.Failed ? ExitCode.Failed : ended.SkippedCount > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private static async Task<DatasetImport> AwaitAsync(RemoteCall call, string name, DatasetImport begun, CancellationToken cancellationToken)
    {
        var view = ProgressViews.For(call.Output.Json, TimeProvider.System);
        var last = begun;
        await foreach (var state in call.Client.Datasets.WatchImportAsync(name, begun.Id, cancellationToken))
        {
            if (state.Images != last.Images) view.Stage($"{Figures.Images(state.Images)}, {Figures.Bytes(state.Bytes)}");
            last = state;
        }

        return last;
    }

    private static void Show(RemoteOutput output, string name, DatasetVersion version)
    {
        output.Show(version, ("Dataset", name), ("Version", $"{version.Number}"), ("Images", Figures.Count(version.Images)), ("Hash", version.Hash),
            ("Skipped", version.Ingest is { SkippedCount: > 0 and var skipped } ? Figures.Count(skipped) : null));
        LaterVersion.Tell(output, version.Number, version.Latest, "--dataset-version");
        foreach (var file in version.Ingest?.Skipped ?? []) output.Say($"Skipped '{file.Name}': {file.Reason}");
    }
}
