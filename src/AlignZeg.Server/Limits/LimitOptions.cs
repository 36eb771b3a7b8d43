using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Limits;

/// <summary>How fast callers may ask. Section <c>Limits</c> of a cluster's configuration. Each silo counts what comes to itself, so that n silos let n times as much through.</summary>
public sealed class LimitOptions
{
    /// <summary>Requests per second that a tenant may make for long, or an address without a valid key; 0 = no limit. Default: 200.</summary>
    [Range(0, 1_000_000)] public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that may come at once after a rest. Default: 400.</summary>
    [Range(1, 1_000_000)] public int Burst { get; set; } = 400;

    /// <summary>Wrong keys per second that an address may send for long, and ten times as many at once, before keys that are not known here to be right are refused without a look; 0 = no limit. Default: 10.</summary>
    [Range(0, 100_000)] public int FailedKeysPerSecond { get; set; } = 10;

    /// <summary>Streams of results and progress that a tenant may have open at once. Default: 1,000.</summary>
    [Range(1, 1_000_000)] public int StreamsPerTenant { get; set; } = 1_000;
}

/// <summary>Checks <see cref="LimitOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
