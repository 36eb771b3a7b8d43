namespace AlignZeg.Abstractions.Shards;

/// <summary>Who asks for how many images.</summary>
/// <param name="Worker">Name of the worker, for people.</param>
/// <param name="MaxImages">Most images of the lease, at least 1.</param>
/// <param name="MaxBytes">Most encoded bytes of the lease, as far as known; one image is always granted.</param>
/// <param name="Holder">Is told when the lease is revoked; null = finds out by itself.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.lease-request")]
public sealed record LeaseRequest(string Worker, int MaxImages, long MaxBytes, ILeaseHolder? Holder = null);
