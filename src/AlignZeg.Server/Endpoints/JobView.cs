using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Server.Endpoints;

/// <summary>A job as it is shown.</summary>
/// <param name="Pending">Images nobody has begun.</param>
/// <param name="ImagesPerSecond">Of the present run; null before its first result.</param>
/// <param name="SecondsLeft">At that rate; null if unknown or at rest.</param>
internal sealed record JobView(
    string Id, JobPhase Phase, string? Problem, int Total, int Ok, int Failed, int Leased, int Pending, IReadOnlyDictionary<string, int> FailuresByReason,
    DateTimeOffset StartedAt, DateTimeOffset? LastProgressAt, DateTimeOffset? EndedAt, double? ImagesPerSecond, double? SecondsLeft)
{
    public static JobView Of(string id, JobStatus status)
    {
        var (counts, progress) = (status.Counts, status.Progress);
        double seconds = ((progress.EndedAt ?? progress.Now) - progress.ResumedAt).TotalSeconds;
        int done = counts.Done() - progress.DoneAtResume;
        double? rate = done > 0 && seconds > 0 ? done / seconds : null;
        return new(
            id, status.Phase, status.Problem, counts.Total, counts.Ok, counts.Failed, counts.Leased, counts.Pending(), counts.FailuresByReason,
            progress.StartedAt, progress.LastProgressAt, progress.EndedAt, rate, status.IsAtRest() ? null : (counts.Total - counts.Done()) / rate);
    }
}
