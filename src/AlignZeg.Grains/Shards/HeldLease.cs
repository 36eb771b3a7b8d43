namespace AlignZeg.Grains.Shards;

/// <summary>A lease as the state keeps it from one activation to the next.</summary>
/// <param name="Id">The holder's word for it.</param> <param name="Images">Indexes of those without a result.</param> <param name="Expiry">When it runs out unless it is renewed.</param>
internal sealed record HeldLease(Guid Id, IReadOnlyList<int> Images, DateTimeOffset Expiry);
