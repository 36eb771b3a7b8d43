using System.CommandLine;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Exports;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job export JOB --format F --output DIR|FILE.zip</c>.</summary>
internal static class JobExportVerb
{
    private static readonly Option<string> Format = new("--format", "-f") { Description = $"What to write: {string.Join(", ", ExportFormats.All.Select(one => one.Name))}.", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make, or a file FILE.zip; it appears when the export is whole.", Required = true };

    private static readonly Option<string?> Id = new("--id") { Description = "Names the export: the same again goes on with it, or brings it again. Default: a new one." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail, and bring nothing, if the format loses anything." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an earlier export." };

    public static Command Create() =>
        RemoteVerb.Of("export", "Have the server write the results of a job in another format, and bring them.", RunAsync, JobCommand.Job, Format, Output, Id, Strict, Overwrite);

    private static async Task<int> RunAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var (parsed, job, path) = (call.Parsed, JobCommand.NameOf(call), call.Parsed.GetRequiredValue(Output));
        using var output = ArchiveOutput.Begin(path, parsed.GetValue(Overwrite));
        var export = await call.Client.Exports.StartAsync(job, new(parsed.GetRequiredValue(Format), parsed.GetValue(Strict), parsed.GetValue(Id)), cancellationToken);
        string again = call.Again($"job export {job} --id {export.Id} --format {export.Format}{(export.Strict ? " --strict" : "")} --output {path}");
        await Waiting.ForAsync(async () =>
        {
            await FollowAsync(call, job, export.Id, cancellationToken);
            await call.Client.Exports.DownloadAsync(job, export.Id, output.Archive, cancellationToken);
            return true;
        }, $"Left; the server goes on with the export. Come back with: {again}", cancellationToken);
        var report = output.Complete();
        ExportTable.Write(report, path, call.Output.Json);
        return report.LeftOut > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private static async Task FollowAsync(RemoteCall call, string job, string export, CancellationToken cancellationToken)
    {
        var (view, start) = (ProgressViews.For(call.Output.Json, TimeProvider.System), TimeProvider.System.GetTimestamp());
        await foreach (var state in call.Client.Exports.WatchAsync(job, export, cancellationToken))
        {
            if (state.Phase == ExportPhase.Failed) throw CommandException.Failed(state.Problem ?? "The export failed.");
            var snapshot = new ProgressSnapshot(state.Done, state.Total, 0, 0, TimeProvider.System.GetElapsedTime(start));
            if (state.Phase == ExportPhase.Completed) view.Finish(snapshot);
            else view.Update(snapshot);
        }
    }
}
