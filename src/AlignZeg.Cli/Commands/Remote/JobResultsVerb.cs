using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Results;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job results</c>.</summary>
internal static class JobResultsVerb
{
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Folder for results.jsonl and the files that it names; the same again brings what is new. Default: only print." };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Wait for results until the job has ended." };

    private static readonly Option<string?> After = new("--after") { Description = "Cursor to begin after; with --output, the folder knows its own." };

    private static readonly Option<string[]> Classes = new("--class", "-c") { Description = "Only images in which this class was found; may be given several times." };

    private static readonly Option<string?> Status = new("--status") { Description = "Only images that are ok, or failed." };

    private static readonly Option<double?> MinConfidence = new("--min-confidence") { Description = "Least mean confidence of a class, 0 to 1." };

    public static Command Create()
    {
        Status.AcceptOnlyFromAmong("ok", "failed");
        return RemoteVerb.Of("results", "Read the results of a job: each once, also while it runs, also after an interruption.", RunAsync, JobCommand.Job, Output, Follow, After, Classes, Status, MinConfidence);
    }

    private static async Task<int> RunAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        string job = JobCommand.NameOf(call);
        var begun = await call.Client.Jobs.GetAsync(job, cancellationToken);
        if (call.Parsed.GetValue(Output) is { } folder) await SaveAsync(call, begun, folder, cancellationToken);
        else await PrintAsync(call, job, cancellationToken);
        return JobPage.ExitCodeOf(await call.Client.Jobs.GetAsync(job, cancellationToken)) == ExitCode.DoneWithFailedItems ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private static async Task PrintAsync(RemoteCall call, string job, CancellationToken cancellationToken)
    {
        await foreach (var result in call.Client.Results.ReadAsync(job, call.Parsed.GetValue(After), FilterOf(call.Parsed), call.Parsed.GetValue(Follow), cancellationToken))
            Console.Out.WriteLine(call.Output.Json ? result.Json : InWords(result));
    }

    private static async Task SaveAsync(RemoteCall call, Client.Jobs.Job job, string path, CancellationToken cancellationToken)
    {
        if (call.Parsed.GetValue(After) is not null) throw CommandException.BadInput("Give either --output, whose folder knows how far it is, or --after.");
        using var folder = await ResultFolder.OpenAsync(path, call.Client.Server, job.Id, job.StartedAt, FilterOf(call.Parsed));
        var view = ProgressViews.For(call.Output.Json, TimeProvider.System);
        long start = TimeProvider.System.GetTimestamp();
        int before = folder.Count;
        ProgressSnapshot Snapshot() => new(folder.Count, Math.Max(job.Total, folder.Count), 0, before, TimeProvider.System.GetElapsedTime(start)) { Unit = "results" };
        string farewell = $"Left with {folder.Count:N0} results or more in '{path}'; the same command goes on with them.";
        await Waiting.ForAsync(async () =>
        {
            await new ResultDownload(call.Client.Results, job.Id, folder).RunAsync(FilterOf(call.Parsed), call.Parsed.GetValue(Follow), _ => view.Update(Snapshot()), cancellationToken);
            return true;
        }, farewell, cancellationToken);
        view.Finish(Snapshot());
        if (call.Output.Json) call.Output.Show(new { Event = "results", Job = job.Id, Output = Path.GetFullPath(path), Results = folder.Count, New = folder.Count - before, folder.Cursor });
        else call.Output.Say($"{folder.Count:N0} results in '{path}', {folder.Count - before:N0} of them new.");
    }

    private static ResultFilter? FilterOf(ParseResult parsed)
    {
        var (classes, status, confidence) = (parsed.GetValue(Classes) ?? [], parsed.GetValue(Status), parsed.GetValue(MinConfidence));
        return classes.Length == 0 && status is null && confidence is null
            ? null
            : new(classes, status switch { "ok" => ResultStatus.Ok, "failed" => ResultStatus.Failed, _ => null }, confidence);
    }

    private static string InWords(ImageResult result) => result.Status == ResultStatus.Failed
        ? $"{result.Image}  failed: {result.Reason}{(result.Message is { } message ? $" ({message})" : "")}"
        : $"{result.Image}  {string.Join(", ", result.Classes.OrderByDescending(one => one.Pixels).Select(one => $"{one.Name} {Share(one, result)} %"))}";

    private static string Share(ResultClass one, ImageResult result) => Figures.Percent(one.Pixels / ((double)(result.Width ?? 1) * (result.Height ?? 1)));
}
