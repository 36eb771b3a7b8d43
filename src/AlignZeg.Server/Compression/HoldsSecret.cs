namespace AlignZeg.Server.Compression;

/// <summary>Says of a route that its answer holds a secret, which must not be compressed together with what the caller sent.</summary>
internal sealed record HoldsSecret;
