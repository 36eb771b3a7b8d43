using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Server.Endpoints;

/// <summary>A job as it is shown.</summary>
/// <param name="Problem">Why it is blocked, or what it waits for; null otherwise.</param>
/// <param name="Pending">Images nobody has begun.</param>
/// <param name="Retries">How often its failed images were opened again.</param>
/// <param name="ImagesPerSecond">Of the present run; null before its first result.</param>
/// <param name="SecondsLeft">At that rate; null if unknown or not running.</param>
/// <param name="Usage">Of all its results, superseded ones too.</param>
internal sealed record JobView(
    string Id, JobPhase Phase, string? Problem, int Total, int Ok, int Failed, int Leased, int Pending, IReadOnlyDictionary<string, int> FailuresByReason, int Retries,
    DateTimeOffset StartedAt, DateTimeOffset? LastProgressAt, DateTimeOffset? EndedAt, double? ImagesPerSecond, double? SecondsLeft, AmountView Usage)
{
    public static JobView Of(string id, JobStatus status)
    {
        var (counts, progress) = (status.Counts, status.Progress);
        return new(
            id, status.Phase, status.Problem, counts.Total, counts.Ok, counts.Failed, counts.Leased, counts.Pending(), counts.FailuresByReason, status.Retries,
            progress.StartedAt, progress.LastProgressAt, progress.EndedAt, status.Rate() is > 0 and var rate ? rate : null, status.Remaining()?.TotalSeconds, AmountView.Of(counts.Usage));
    }
}
