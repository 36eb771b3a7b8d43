using AlignZeg.Cli.Progress;
using AlignZeg.Client.Jobs;

namespace AlignZeg.Cli.Remote;

/// <summary>A bar for a job at the server: shows how far it is from the first look on, whoever started it, and leaves it alone.</summary>
internal sealed class JobWatch(RemoteCall call, string job)
{
    private readonly IProgressView _view = ProgressViews.For(call.Output.Json, TimeProvider.System);

    /// <summary>Shows the job until it is at rest, then its page.</summary>
    /// <returns>See <see cref="JobPage.ExitCodeOf"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var last = await Waiting.ForAsync(() => FollowAsync(cancellationToken), $"Left; the job '{job}' goes on. Come back with: {call.Again($"job watch {job}")}", cancellationToken);
        _view.Finish(Snapshot(last));
        JobPage.Show(call.Output, last);
        if (last.Phase is JobPhase.Paused or JobPhase.Blocked) call.Output.Say($"It goes on with: {call.Again($"job resume {job}")}");
        if (last.Failed > 0) call.Output.Say($"What failed: {call.Again($"job failures {job}")}");
        return JobPage.ExitCodeOf(last);
    }

    private async Task<Job> FollowAsync(CancellationToken cancellationToken)
    {
        Job? last = null;
        await foreach (var state in call.Client.Jobs.WatchAsync(job, cancellationToken))
        {
            if (state.Phase == JobPhase.Waiting && last?.Phase != JobPhase.Waiting) _view.Stage(state.Problem ?? "The job waits.");
            else if (state.Phase == JobPhase.Running && state.Problem is { } hindrance && hindrance != last?.Problem) _view.Stage(hindrance);
            _view.Update(Snapshot(last = state));
        }

        return last ?? await call.Client.Jobs.GetAsync(job, cancellationToken);
    }

    private static ProgressSnapshot Snapshot(Job job) => new(job.Done(), job.Total, job.Failed, Resumed: 0, TimeSpan.Zero)
    {
        Told = (job.ImagesPerSecond ?? 0, job.SecondsLeft is { } left ? TimeSpan.FromSeconds(left) : null),
    };
}
