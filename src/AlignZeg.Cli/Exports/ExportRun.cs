using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Exports;

/// <summary>Exports label maps, one image at a time.</summary>
internal sealed class ExportRun(ExportRequest request, IProgressView view, TimeProvider time)
{
    /// <summary>Exports everything the source has.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">Source or output cannot be used, or something was lost and <c>--strict</c> forbids it.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var classes = await request.Source.ReadClassesAsync(cancellationToken);
        using var output = ExportOutput.Begin(request.Output, request.Source.Root, request.Overwrite);
        var report = await WriteAsync(output.Folder, classes, cancellationToken);
        if (report.Images == 0 && report.LeftOut == 0) throw CommandException.BadInput($"The folder '{request.Source.Root}' holds no label map (PNG).");
        if (request.Strict && !report.Lossless) throw CommandException.Failed($"The export as {report.Format} loses something, and --strict forbids it: {report.Losses()}. Nothing was written.");
        output.Folder.Write(ExportReport.FileName, report.ToJson());
        output.Complete();
        ExportTable.Write(report, request.Output, request.Json);
        return report.LeftOut > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private async Task<ExportReport> WriteAsync(ExportFolder folder, ExportClasses classes, CancellationToken cancellationToken)
    {
        try
        {
            using var session = new ExportSession(request.Format, folder, classes) { Limit = new(request.MaxPixels, ExportRequest.MaxPixelsOption) };
            var (total, partial) = (await request.Source.ReadAsync(cancellationToken).LongCountAsync(cancellationToken), request.Source.IsPartial);
            var (done, started) = (0L, time.GetTimestamp());
            ProgressSnapshot Snapshot() => new(done, Math.Max(done, total), session.LeftOut, 0, time.GetElapsedTime(started));
            await foreach (var item in request.Source.ReadAsync(cancellationToken))
            {
                await AddAsync(session, item, cancellationToken);
                done++;
                view.Update(Snapshot());
            }

            view.Finish(Snapshot());
            return session.Complete(partial);
        }
        catch (ExportException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private async Task AddAsync(ExportSession session, ExportItem item, CancellationToken cancellationToken)
    {
        var picture = request.Pictures is { } folder && item.Map is not null ? await ReadPictureAsync(new(folder), item.Name, cancellationToken) : null;
        if (item.Map is null) session.LeaveOut(item.Name, item.Problem!);
        else if (request.Pictures is not null && picture is null) session.LeaveOut(item.Name, $"Its picture is not in '{request.Pictures}'.");
        else session.AddPng(item.Name, item.Stem, await ReadAsync(item.Map, cancellationToken), picture);
    }

    // A name that leads out of the folder is none of its pictures.
    private static async Task<byte[]?> ReadPictureAsync(FolderBounds folder, string name, CancellationToken cancellationToken) =>
        folder.Below(name) is { } path ? await ReadAsync(path, cancellationToken) : null;

    private static async Task<byte[]?> ReadAsync(string map, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(map, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
