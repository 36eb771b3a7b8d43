namespace AlignZeg.Abstractions.Shards;

/// <summary>The answer to a <see cref="LeaseRequest"/>.</summary>
/// <param name="Lease">The images, or null: nothing to hand out now.</param>
/// <param name="RetryAfter">Without a lease: when an image may be free again; null = never (all done, or suspended).</param>
[GenerateSerializer, Immutable, Alias("alignzeg.lease-offer")]
public sealed record LeaseOffer(Lease? Lease, TimeSpan? RetryAfter);
