using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Shards;

/// <summary>Who has which images in hand, and until when. An image is in one lease at most.</summary>
internal sealed class LeaseTable(TimeProvider time, TimeSpan duration, Action<int>? expired = null)
{
    private readonly Dictionary<Guid, InHand> _leases = [];
    private readonly Dictionary<int, Guid> _holders = [];
    private readonly HashSet<Guid> _revoked = [];

    /// <summary>Number of images in hand.</summary>
    public int Images => _holders.Count;

    /// <summary>How long until the first lease runs out; null without leases.</summary>
    public TimeSpan? UntilFirstExpiry => _leases.Count == 0 ? null : _leases.Values.Min(lease => lease.Expiry) - time.GetUtcNow();

    public bool IsLeased(int index) => _holders.ContainsKey(index);

    /// <summary>True if the lease was ended for everybody's sake: its results are not wanted.</summary>
    public bool IsRevoked(Guid lease) => _revoked.Contains(lease);

    /// <summary>Gives images into the hands of a worker.</summary>
    public Guid Grant(IReadOnlyCollection<int> images, ILeaseHolder? holder = null)
    {
        var lease = Guid.NewGuid();
        _leases.Add(lease, new([.. images], time.GetUtcNow() + duration, holder));
        foreach (int index in images) _holders.Add(index, lease);
        return lease;
    }

    /// <summary>All that is in hand, for <see cref="TakeUp"/>.</summary>
    public IReadOnlyList<HeldLease> Held() => [.. _leases.Select(entry => new HeldLease(entry.Key, [.. entry.Value.Images.Order()]))];

    /// <summary>
    /// Goes on with the leases of the activation before, whose durations begin anew. Their holders are not told of a revocation: they find out when they renew or acknowledge.
    /// </summary>
    /// <param name="leases">As they were.</param> <param name="open">Images without a result; the others are in nobody's hand.</param>
    public void TakeUp(IEnumerable<HeldLease> leases, IReadOnlySet<int> open)
    {
        foreach (var lease in leases)
        {
            var images = lease.Images.Where(index => open.Contains(index) && !IsLeased(index)).ToHashSet();
            if (images.Count == 0) continue;
            _leases.Add(lease.Id, new(images, time.GetUtcNow() + duration, holder: null));
            foreach (int index in images) _holders.Add(index, lease.Id);
        }
    }

    /// <summary>Begins the duration anew; false if the lease is not there any more.</summary>
    public bool Renew(Guid lease)
    {
        DropExpired();
        if (!_leases.TryGetValue(lease, out var held)) return false;
        held.Expiry = time.GetUtcNow() + duration;
        return true;
    }

    /// <summary>An image has its result: nobody holds it any more, and a lease without images is over.</summary>
    public void Finish(int index)
    {
        if (!_holders.Remove(index, out var lease)) return;
        _leases[lease].Images.Remove(index);
        if (_leases[lease].Images.Count == 0) _leases.Remove(lease);
    }

    /// <summary>Ends a lease; its images are free.</summary>
    public void GiveBack(Guid lease)
    {
        if (!_leases.Remove(lease, out var held)) return;
        foreach (int index in held.Images) _holders.Remove(index);
    }

    /// <summary>Ends all leases and refuses what they still bring.</summary>
    /// <returns>Who is to be told.</returns>
    public IReadOnlyList<ILeaseHolder> RevokeAll()
    {
        ILeaseHolder[] told = [.. _leases.Values.Select(held => held.Holder).OfType<ILeaseHolder>().Distinct()];
        _revoked.UnionWith(_leases.Keys);
        _leases.Clear();
        _holders.Clear();
        return told;
    }

    /// <summary>Ends the leases whose time is over.</summary>
    public void DropExpired()
    {
        var now = time.GetUtcNow();
        Guid[] over = [.. _leases.Where(entry => entry.Value.Expiry <= now).Select(entry => entry.Key)];
        foreach (var lease in over) GiveBack(lease);
        if (over.Length > 0) expired?.Invoke(over.Length);
    }

    /// <summary>Gives back the room that past leases took; for a shard that will hardly hand out more.</summary>
    public void Trim()
    {
        _leases.TrimExcess();
        _holders.TrimExcess();
    }

    private sealed class InHand(HashSet<int> images, DateTimeOffset expiry, ILeaseHolder? holder)
    {
        public HashSet<int> Images { get; } = images;

        public ILeaseHolder? Holder { get; } = holder;

        public DateTimeOffset Expiry { get; set; } = expiry;
    }
}
