using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Jobs;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job submit|list|show|watch|pause|resume|cancel|retry|results|export|review|failures</c>.</summary>
internal static class JobCommand
{
    internal static readonly Argument<string> Job = new("job") { Description = "Its name." };

    private static readonly Option<string[]> Reasons = new("--reason") { Description = "Only images that failed for this reason code; may be given several times. Default: all." };

    public static Command Create() => new("job", "Jobs of a server: a dataset, a vocabulary and a model at work, which cannot be lost.")
    {
        JobSubmitVerb.Create(),
        RemoteVerb.Of("list", "List the jobs.", ListAsync),
        RemoteVerb.Of("show", "Show how a job is.", (call, cancellationToken) => ShowAsync(call, call.Client.Jobs.GetAsync(NameOf(call), cancellationToken)), Job),
        RemoteVerb.Of("watch", "Show how far a job is until it rests; Ctrl+C leaves, and the job goes on.", (call, cancellationToken) => new JobWatch(call, NameOf(call)).RunAsync(cancellationToken), Job),
        RemoteVerb.Of("pause", "Begin nothing new; what is in hand is finished.", (call, cancellationToken) => ShowAsync(call, call.Client.Jobs.PauseAsync(NameOf(call), cancellationToken)), Job),
        RemoteVerb.Of("resume", "Go on after a pause or a problem.", (call, cancellationToken) => ShowAsync(call, call.Client.Jobs.ResumeAsync(NameOf(call), cancellationToken)), Job),
        RemoteVerb.Of("cancel", "End a job for good; its results stay.", (call, cancellationToken) => ShowAsync(call, call.Client.Jobs.CancelAsync(NameOf(call), cancellationToken)), Job),
        RemoteVerb.Of("retry", "Try failed images again, once each.", RetryAsync, Job, Reasons),
        JobResultsVerb.Create(),
        JobExportVerb.Create(),
        JobReviewVerbs.Create(),
        RemoteVerb.Of("failures", "List the images whose newest result is a failure.", FailuresAsync, Job),
    };

    internal static string NameOf(RemoteCall call) => call.Parsed.GetRequiredValue(Job);

    private static async Task<int> ListAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var jobs = call.Client.Jobs.ListAllAsync(cancellationToken).Select(async (string name, CancellationToken token) => await call.Client.Jobs.GetAsync(name, token));
        await call.Output.ListAsync(jobs, ["Job", "Phase", "Done", "Images", "Failed", "Started"],
            job => [job.Id, JobPage.Phase(job), Figures.Count(job.Done()), Figures.Count(job.Total), Figures.Count(job.Failed), JobPage.Time(job.StartedAt)], "There are no jobs; start one with: alignzeg job submit");
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(RemoteCall call, Task<Job> asked)
    {
        JobPage.Show(call.Output, await asked);
        return ExitCode.Done;
    }

    // With its number the call is safe to repeat.
    private static async Task<int> RetryAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var job = await call.Client.Jobs.GetAsync(NameOf(call), cancellationToken);
        var reasons = call.Parsed.GetValue(Reasons) is { Length: > 0 } some ? some : null;
        return await ShowAsync(call, call.Client.Jobs.RetryAsync(job.Id, new(reasons, job.Retries + 1), cancellationToken));
    }

    private static async Task<int> FailuresAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        await call.Output.ListAsync(call.Client.Jobs.ListAllFailuresAsync(NameOf(call), cancellationToken), ["Image", "Reason", "Try", "Message"],
            failure => [failure.Image, failure.Reason, $"{failure.Attempt}", failure.Message], "No image has failed.");
        return ExitCode.Done;
    }
}
