using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Jobs;

/// <summary>Gives what a job has to tell, once it is saved, to the webhooks of its tenant. The job does not wait for it.</summary>
internal sealed class JobAnnouncer(JobKey job, JobAnnouncements announcements, IGrainFactory grains)
{
    private bool _isSending;

    /// <summary>True if there is news that is not stored yet, or the webhooks took something that the stored state still holds.</summary>
    public bool HasUnsaved { get; private set; }

    /// <summary>True if nothing is left to do.</summary>
    public bool IsDone => announcements.Pending.Count == 0 && !HasUnsaved;

    /// <summary>Makes events of what is news; they are told once they are saved.</summary>
    public void Note(JobStatus status) => HasUnsaved |= announcements.Note(status);

    /// <summary>What is pending was saved.</summary>
    public void Saved()
    {
        HasUnsaved = false;
        if (!_isSending && announcements.Pending.Count > 0) _ = SendAsync(announcements.Pending[^1].Sequence);
    }

    // Only what is saved: an event that is taken and then forgotten by the job would get its number twice.
    private async Task SendAsync(long upTo)
    {
        _isSending = true;
        try
        {
            await grains.GetGrain<IWebhooksGrain>(job.Tenant).TakeAsync(job, [.. announcements.Pending.Where(one => one.Sequence <= upTo)]);
            announcements.Forget(upTo);
            HasUnsaved = true;
        }
        catch (Exception exception) when (exception is Orleans.Runtime.OrleansException or TimeoutException or StorageException)
        {
            // The job's next tick tells it again; who has it already takes it once.
        }
        finally
        {
            _isSending = false;
        }
    }
}
