using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Webhooks;

/// <summary>How webhooks are delivered. Section <c>Webhooks</c> of a cluster's configuration.</summary>
public sealed class WebhookOptions
{
    /// <summary>How long a receiver may take to answer. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first failed attempt; each later one is four times as long, and all are up to a fifth longer or shorter by chance. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")] public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between attempts. Default: 8 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")] public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long after its first attempt an event is tried, at most. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")] public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Events that wait for one webhook; above it the oldest <c>batch.completed</c> is given up, and if there is none, the oldest event. Default: 1,000.</summary>
    [Range(1, 100_000)] public int MaxPending { get; set; } = 1_000;

    /// <summary>Ended deliveries that a webhook remembers, to be listed and delivered again. Default: 100.</summary>
    [Range(1, 10_000)] public int KeepDeliveries { get; set; } = 100;

    /// <summary>Deliveries of one webhook at the same time, of as many jobs. Default: 4.</summary>
    [Range(1, 100)] public int MaxInFlight { get; set; } = 4;

    /// <summary>Webhooks of a tenant. Default: 20.</summary>
    [Range(1, 1_000)] public int MaxWebhooks { get; set; } = 20;

    /// <summary>How long deliveries are signed with the old secret too, after it was rotated. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")] public TimeSpan OldSecretLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether addresses may be <c>http://</c>: everybody on the way can read what is sent. Default: false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether receivers may be in private networks and on this machine: then tenants can send requests to whatever a silo can reach. Default: false.</summary>
    public bool AllowPrivateTargets { get; set; }
}

/// <summary>Checks <see cref="WebhookOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
