using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using AlignZeg.Abstractions.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Limits;

/// <summary>
/// How many keys that turn out wrong may come from an address: whoever makes keys up has the cluster wake a ring for each tenant that he names, and read the storage for it. A key that
/// this silo found right is asked about whatever others at its address do, since behind a proxy all callers have one address.
/// </summary>
internal sealed class FailedKeys(IOptions<LimitOptions> options) : IDisposable
{
    private const int AtOnce = 10, MostRemembered = 10_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, bool> _right = new();
    private readonly PartitionedRateLimiter<HttpContext> _wrong =
        PartitionedRateLimiter.Create<HttpContext, string>(http => PartitionOf(RateLimits.NetworkOf(http.Connection.RemoteIpAddress), options.Value.FailedKeysPerSecond));

    /// <summary>Before a key is looked up.</summary>
    /// <exception cref="FailedKeysException">So many were wrong that this one is not looked at.</exception>
    public void Admit(HttpContext http, ApiKey key)
    {
        // Whole tokens alone: of a part of one nothing could be taken afterwards.
        if (!_right.ContainsKey(NameOf(key)) && _wrong.GetStatistics(http) is { CurrentAvailablePermits: < 1 }) throw new FailedKeysException(Second);
    }

    /// <summary>What the ring said of a key.</summary>
    public void Learn(HttpContext http, ApiKey key, bool isRight)
    {
        if (isRight)
        {
            if (_right.Count >= MostRemembered) _right.Clear();
            _right[NameOf(key)] = true;
            return;
        }

        _right.TryRemove(NameOf(key), out _);
        using var taken = _wrong.AttemptAcquire(http);
    }

    public void Dispose() => _wrong.Dispose();

    private static RateLimitPartition<string> PartitionOf(string network, int perSecond) => perSecond == 0
        ? RateLimitPartition.GetNoLimiter(network)
        : RateLimitPartition.GetTokenBucketLimiter(network, _ => new() { TokenLimit = AtOnce * perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = Second, QueueLimit = 0 });

    private static string NameOf(ApiKey key) => $"{key} {key.SecretHash}";
}

/// <summary>Too many wrong keys came from an address.</summary>
internal sealed class FailedKeysException(TimeSpan retryAfter) : Exception("Too many keys from this address were wrong; wait as long as Retry-After says.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
