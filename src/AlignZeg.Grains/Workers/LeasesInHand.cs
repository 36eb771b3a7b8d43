using System.Collections.Concurrent;
using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Grains.Workers;

/// <summary>The leases of a worker; at most so many at a time.</summary>
internal sealed class LeasesInHand(int most) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, LeaseInHand> _leases = [];
    private readonly SemaphoreSlim _room = new(most, most);
    private readonly Signal _changed = new();

    public ICollection<LeaseInHand> All => _leases.Values;

    /// <summary>Waits until one more may be taken; then either <see cref="Add"/> or <see cref="CancelRoom"/>.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Nothing was taken after all.</summary>
    public void CancelRoom() => _room.Release();

    /// <summary>The next <see cref="Add"/> or <see cref="Remove"/>.</summary>
    public Task Changed => _changed.Next;

    /// <summary>The jobs of the leases whose images are still wanted.</summary>
    public IReadOnlyList<JobKey> Jobs() => [.. All.Where(lease => !lease.IsDropped).Select(lease => lease.Shard.Job).Distinct()];

    public void Add(LeaseInHand lease)
    {
        _leases[lease.Id] = lease;
        _changed.Raise();
    }

    public void Remove(LeaseInHand lease)
    {
        if (!_leases.TryRemove(lease.Id, out _)) return;
        MakeRoom(lease);
        lease.Span?.Dispose();
        _changed.Raise();
    }

    /// <summary>Another may be taken in place of one of which only what is begun is finished.</summary>
    public void MakeRoom(LeaseInHand lease)
    {
        if (lease.TryLeaveRoom()) _room.Release();
    }

    /// <summary>Lets go of everything that is not computed yet.</summary>
    public void DropAll()
    {
        foreach (var lease in All) lease.Drop();
    }

    /// <summary>Lets go of what is not computed yet of one job.</summary>
    public void DropJob(JobKey job)
    {
        foreach (var lease in All.Where(lease => lease.Shard.Job == job)) lease.Drop();
    }

    public void Dispose() => _room.Dispose();
}
