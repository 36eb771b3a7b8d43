using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Limits;

/// <summary>Requests per second, by a bucket of tokens for each tenant; for each address where no key tells the tenant.</summary>
internal static class RateLimits
{
    private const int NetworkBytes = 8; // one customer has a whole /64 of IPv6

    public static void AddRateLimits(this IServiceCollection services, Action<LimitOptions>? limits)
    {
        services.AddOptionsWithValidateOnStart<LimitOptions, LimitOptionsValidator>().Configure(options => limits?.Invoke(options));
        services.AddSingleton<StreamRoom>().AddSingleton<FailedKeys>();
        services.AddRateLimiter(limiter => limiter.OnRejected = (rejected, _) => new(RefuseAsync(rejected)));
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>((limiter, options) =>
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => PartitionOf(http, options.Value)));
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext http, LimitOptions options)
    {
        string caller = Caller.Find(http) is { } known ? $"tenant {known.Tenant}" : $"address {NetworkOf(http.Connection.RemoteIpAddress)}";
        if (options.RequestsPerSecond == 0) return RateLimitPartition.GetNoLimiter(caller);
        return RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = options.Burst, TokensPerPeriod = options.RequestsPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        });
    }

    /// <summary>What counts as one address.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)) : $"{address}";
    }

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
        return ProblemWriter.WriteAsync(rejected.HttpContext, new(ProblemTypes.RateLimited, "Requests come faster than this server takes them from one caller; wait as long as Retry-After says.", wait));
    }
}
