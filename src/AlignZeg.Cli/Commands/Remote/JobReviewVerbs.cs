using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Reviews;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job review list|done|set|clear</c>.</summary>
internal static class JobReviewVerbs
{
    private static readonly Argument<int> Index = new("index") { Description = "Of the image, as results and review lists have it." };

    private static readonly Argument<string> Verdict = new("verdict") { Description = "accepted: its label map is right; rejected: it is not; corrected: it is, after changes." };

    private static readonly Option<string?> Note = new("--note") { Description = "Words to keep with it." };

    private static readonly Option<string[]> Changes = new("--change") { Description = "Corrected: 'FROM=TO' gives the pixels of a class to another, 'FROM=' to none; may be given several times, in order." };

    private static readonly Option<string?> Map = new("--map") { Description = "Corrected: file of the label map as it should be (PNG of class ids), in place of --change." };

    private static readonly Option<bool> All = new("--all") { Description = "Also images that somebody has reviewed." };

    private static readonly Option<int?> Limit = new("--limit") { Description = "Most images. Default: all that the server keeps." };

    public static Command Create()
    {
        Verdict.AcceptOnlyFromAmong("accepted", "rejected", "corrected");
        return new("review", "What people say of a job's label maps; 'alignzeg vocabulary calibrate' fits thresholds to it.")
        {
            RemoteVerb.Of("list", "List the images that a person should look at, the most uncertain first.", ListAsync, JobCommand.Job, All, Limit),
            RemoteVerb.Of("done", "List the reviews, by the index of the image.", DoneAsync, JobCommand.Job),
            RemoteVerb.Of("set", "Review an image, in place of an earlier review.", SetAsync, JobCommand.Job, Index, Verdict, Note, Changes, Map),
            RemoteVerb.Of("clear", "Take the review of an image back.", ClearAsync, JobCommand.Job, Index),
        };
    }

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var images = call.Client.Results.ListUncertainAsync(JobCommand.NameOf(call), call.Parsed.GetValue(All) ? null : false, cancellationToken);
        await call.Output.ListAsync(call.Parsed.GetValue(Limit) is { } most ? images.Take(most) : images, ["Index", "Image", "Uncertainty", "Mask"],
            image => [$"{image.Index}", image.Image, Figures.Score(image.Uncertainty), image.Mask], "There is nothing to review.");
        return ExitCode.Done;
    }

    private static async Task<int> DoneAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(call.Client.Reviews.ListAllAsync(JobCommand.NameOf(call), cancellationToken), ["Index", "Image", "Verdict", "Note", "Key", "When"],
            review => [$"{review.Index}", review.Image, Word(review.Verdict), review.Note, review.By, JobPage.Time(review.At)], "Nobody has reviewed an image of the job yet.");
        return ExitCode.Done;
    }

    private static async Task<int> SetAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var (job, index, note) = (JobCommand.NameOf(call), call.Parsed.GetValue(Index), call.Parsed.GetValue(Note));
        var verdict = Enum.Parse<ReviewVerdict>(call.Parsed.GetRequiredValue(Verdict), ignoreCase: true);
        string[] changes = call.Parsed.GetValue(Changes) ?? [];
        var kept = (verdict, changes.Length > 0, call.Parsed.GetValue(Map)) switch
        {
            (ReviewVerdict.Corrected, false, { } file) => await call.Client.Reviews.SetMapAsync(job, index, await LocalFiles.ReadBytesAsync(file, "label map", cancellationToken), note, cancellationToken),
            (ReviewVerdict.Corrected, true, null) => await call.Client.Reviews.SetAsync(job, index, new(verdict, note, [.. changes.Select(RegionOf)]), cancellationToken),
            (ReviewVerdict.Corrected, _, _) => throw CommandException.BadInput("Give either --change FROM=TO or --map FILE with 'corrected'."),
            (_, false, null) => await call.Client.Reviews.SetAsync(job, index, new(verdict, note), cancellationToken),
            _ => throw CommandException.BadInput("--change and --map belong to the verdict 'corrected'."),
        };
        call.Output.Show(kept, ("Image", $"{kept.Index}  {kept.Image}"), ("Verdict", Word(kept.Verdict)), ("Note", kept.Note), ("Map", kept.Map), ("Key", kept.By), ("When", JobPage.Time(kept.At)));
        return ExitCode.Done;
    }

    private static async Task<int> ClearAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var (job, index) = (JobCommand.NameOf(call), call.Parsed.GetValue(Index));
        await call.Client.Reviews.DeleteAsync(job, index, cancellationToken);
        if (call.Output.Json) call.Output.Show(new { Job = job, Index = index, Cleared = true });
        else call.Output.Say($"The review of image {index} of '{job}' is taken back.");
        return ExitCode.Done;
    }

    private static ReviewRegion RegionOf(string change)
    {
        int at = change.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw CommandException.BadInput($"--change is '{change}'; write FROM=TO with two classes, or FROM= where nobody knows.");
        return new(at == change.Length - 1 ? null : change[(at + 1)..], change[..at]);
    }

    private static string Word(ReviewVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
