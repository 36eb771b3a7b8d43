using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>A job as it is shown to tenants: in answers, events and webhooks alike.</summary>
/// <param name="Id">Its name within the tenant.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Problem">Why it is blocked, or what it waits for; null otherwise.</param>
/// <param name="Total">All images.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">Whose newest result is a failure.</param>
/// <param name="Leased">In the hands of workers.</param>
/// <param name="Pending">Images nobody has begun.</param>
/// <param name="FailuresByReason">Failed images per reason code.</param>
/// <param name="Retries">How often its failed images were opened again.</param>
/// <param name="StartedAt">First start.</param>
/// <param name="LastProgressAt">When the newest result became durable; null before the first of this run.</param>
/// <param name="EndedAt">When it completed or was cancelled.</param>
/// <param name="ImagesPerSecond">Of the present run; null before its first result.</param>
/// <param name="SecondsLeft">At that rate; null if unknown or not running.</param>
/// <param name="Usage">Of all its results, superseded ones too.</param>
public sealed record JobView(
    string Id, JobPhase Phase, string? Problem, int Total, int Ok, int Failed, int Leased, int Pending, IReadOnlyDictionary<string, int> FailuresByReason, int Retries,
    DateTimeOffset StartedAt, DateTimeOffset? LastProgressAt, DateTimeOffset? EndedAt, double? ImagesPerSecond, double? SecondsLeft, AmountView Usage)
{
    /// <summary>Shows a status.</summary>
    public static JobView Of(string id, JobStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var (counts, progress) = (status.Counts, status.Progress);
        return new(
            id, status.Phase, status.Problem, counts.Total, counts.Ok, counts.Failed, counts.Leased, counts.Pending(), counts.FailuresByReason, status.Retries,
            progress.StartedAt, progress.LastProgressAt, progress.EndedAt, status.Rate() is > 0 and var rate ? rate : null, status.Remaining()?.TotalSeconds, AmountView.Of(counts.Usage));
    }
}
