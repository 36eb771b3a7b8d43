using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Jobs;

/// <summary>What a job has to tell its tenant's webhooks. Part of the job's state, and so saved in one with what it tells of: no job ends without its event.</summary>
internal sealed class JobAnnouncements
{
    /// <summary>Most events that are kept; above it the oldest of batches are left out.</summary>
    public const int Most = 200;

    private readonly List<JobBatch> _batches = [];

    /// <summary>Sequence of the newest event.</summary>
    public long Last { get; set; }

    /// <summary>The phase that was told last; null = none.</summary>
    public JobPhase? Told { get; set; }

    /// <summary>Events that the webhooks have not taken yet.</summary>
    public List<JobEvent> Pending { get; set; } = [];

    /// <summary>A shard is done; becomes an event with the next <see cref="Note"/>.</summary>
    public void NoteBatch(int shard, ShardCounts counts) => _batches.Add(new(shard, counts.Total, counts.Ok, counts.Failed));

    /// <summary>Makes events of the batches that are done and of a phase that was not told yet.</summary>
    /// <returns>True if there were any.</returns>
    public bool Note(JobStatus status)
    {
        bool isNews = Told != status.Phase || _batches.Count > 0;
        if (Told is null) Phase(status); // a job begins before its first batch is done
        foreach (var batch in _batches) Pending.Add(new(++Last, WebhookEvents.BatchCompleted, status.Progress.Now, status, batch));
        _batches.Clear();
        if (Told != status.Phase) Phase(status);
        Trim();
        return isNews;
    }

    /// <summary>What was stored before jobs told anything is not told afterwards.</summary>
    public void Adopt(JobPhase stored) => Told ??= stored;

    /// <summary>Forgets what was taken.</summary>
    public void Forget(long upTo) => Pending.RemoveAll(one => one.Sequence <= upTo);

    private void Phase(JobStatus status)
    {
        Pending.Add(new(++Last, WebhookEvents.Of(status.Phase, isFirst: Told is null), status.Progress.Now, status));
        Told = status.Phase;
    }

    private void Trim()
    {
        while (Pending.Count > Most && Pending.Find(one => one.Batch is not null) is { } oldest) Pending.Remove(oldest);
    }
}
