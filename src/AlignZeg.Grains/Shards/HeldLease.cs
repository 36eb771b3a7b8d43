namespace AlignZeg.Grains.Shards;

/// <summary>A lease as the state keeps it from one activation to the next; without a time, for clocks of machines differ.</summary>
/// <param name="Id">The holder's word for it.</param> <param name="Images">Indexes of those without a result.</param>
internal sealed record HeldLease(Guid Id, IReadOnlyList<int> Images);
