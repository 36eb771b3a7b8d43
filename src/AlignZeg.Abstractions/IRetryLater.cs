namespace AlignZeg.Abstractions;

/// <summary>An exception that says when the same call is worth repeating: a quota, a limit, a queue that is full. The HTTP API answers 429 with Retry-After.</summary>
public interface IRetryLater
{
    /// <summary>How long to wait at least.</summary>
    TimeSpan RetryAfter { get; }
}
