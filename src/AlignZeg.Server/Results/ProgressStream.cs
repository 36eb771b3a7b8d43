using System.Text.Json;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;

namespace AlignZeg.Server.Results;

/// <summary>
/// A job as server-sent events: <c>progress</c> first and then at each change, at most twice a second, with the job as <c>GET /v1/jobs/{id}</c> shows it;
/// <c>end</c> with its last state once it is completed or cancelled. A job that is paused or blocked keeps its stream.
/// </summary>
internal sealed class ProgressStream(EventWriter events, TenantScope tenant, string job, TimeProvider time)
{
    /// <summary>The id of the event <c>end</c>; a consumer that comes back with it has seen everything.</summary>
    public const string LastId = "end";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>True if the job has ended.</summary>
    public static bool IsOver(JobStatus status) => status.Phase is JobPhase.Completed or JobPhase.Cancelled;

    /// <summary>Sends events until the job ends.</summary>
    /// <param name="status">How the job is now.</param> <param name="cancellationToken">Ends the stream.</param>
    public async Task SendAsync(JobStatus status, CancellationToken cancellationToken)
    {
        await events.BeginAsync(cancellationToken);
        object? shown = null;
        for (long sent = time.GetTimestamp(); ; status = await NextAsync(status, cancellationToken))
        {
            var marks = MarksOf(status);
            bool changed = !marks.Equals(shown);
            if (changed || time.GetElapsedTime(sent) >= events.Heartbeat)
            {
                events.Write(changed || IsOver(status) ? EventOf(status) : EventWriter.Alive);
                (shown, sent) = (marks, time.GetTimestamp());
            }

            if (!await events.FlushAsync(cancellationToken) || IsOver(status)) return;
        }
    }

    // Rates change with every look at them; they are no news by themselves.
    private static object MarksOf(JobStatus status) =>
        (status.Phase, status.Problem, status.Counts.Ok, status.Counts.Failed, status.Counts.Leased, status.Retries);

    private string EventOf(JobStatus status) =>
        $"{(IsOver(status) ? $"id: {LastId}\nevent: end" : "event: progress")}\ndata: {JsonSerializer.Serialize(JobView.Of(job, status), WireJson.Options)}\n\n";

    // The job's own wait ends early when it comes to rest, and at once while it is: then the clock gives the pace.
    private async Task<JobStatus> NextAsync(JobStatus last, CancellationToken cancellationToken)
    {
        if (!last.IsAtRest()) return await tenant.Job(job).WaitAsync(Pace, cancellationToken);
        await Task.Delay(Pace, time, cancellationToken);
        return await tenant.Job(job).GetStatusAsync(cancellationToken);
    }
}
