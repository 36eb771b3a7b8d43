using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Progress;
using AlignZeg.Client.Exports;

namespace AlignZeg.Cli.Remote;

/// <summary>Has the server write the results of a job in another format, and brings them.</summary>
/// <param name="call">The verb's run.</param> <param name="job">Of the server.</param> <param name="order">Format, and whether a loss is forbidden.</param>
/// <param name="path">Folder to make, or a file FILE.zip.</param> <param name="overwrite">Replaces an earlier export.</param>
internal sealed class RemoteExport(RemoteCall call, string job, ExportOrder order, string path, bool overwrite)
{
    /// <summary>Waits for the export and brings it; a second run with its id goes on.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var output = ArchiveOutput.Begin(path, overwrite);
        var export = await call.Client.Exports.StartAsync(job, order, cancellationToken);
        string again = call.Again($"job export {job} --id {export.Id} --format {export.Format}{(export.Strict ? " --strict" : "")} --output {path}");
        await Waiting.ForAsync(async () =>
        {
            await FollowAsync(export.Id, cancellationToken);
            await call.Client.Exports.DownloadAsync(job, export.Id, output.Archive, cancellationToken);
            return true;
        }, $"Left; the server goes on with the export. Come back with: {again}", cancellationToken);
        var report = output.Complete();
        ExportTable.Write(report, path, call.Output.Json);
        return report.LeftOut > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private async Task FollowAsync(string export, CancellationToken cancellationToken)
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
