using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Hosting;

/// <summary>The HTTP API of a silo. Section <c>Http</c> of a cluster's configuration.</summary>
public sealed class HttpOptions
{
    /// <summary>Whether silos of the roles all and api answer HTTP. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Address and port; port 0 = any that is free. Default: <c>http://127.0.0.1:8080</c>.</summary>
    [Required] public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>A key of the tenant operator with the scope admin, <c>alz_operator.ID_SECRET</c>; valid from the start unless it was revoked. Default: none.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Largest body of a request that is not an upload, in bytes. Default: 4 MiB.</summary>
    [Range(1_024, 64 << 20)] public int MaxBodyBytes { get; set; } = 4 << 20;

    /// <summary>The slowest body that is waited for, in bytes per second, after the first five seconds; a slower one ends with 408. 0 = none is too slow. Default: 240.</summary>
    [Range(0, 1 << 20)] public int SlowestBody { get; set; } = 240;

    /// <summary>How often a stream of results says that it is alive while it has nothing to say; its key is checked again then. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a link to a mask is valid. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")] public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What Retry-After says where nothing better is known. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Checks <see cref="HttpOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
