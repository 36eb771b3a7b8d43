using AlignZeg.Client.Datasets;
using AlignZeg.Client.Exports;
using AlignZeg.Client.Images;
using AlignZeg.Client.Jobs;
using AlignZeg.Client.Models;
using AlignZeg.Client.Results;
using AlignZeg.Client.Reviews;
using AlignZeg.Client.Segmentation;
using AlignZeg.Client.Tenants;
using AlignZeg.Client.Transport;
using AlignZeg.Client.Vocabularies;
using AlignZeg.Client.Webhooks;

namespace AlignZeg.Client;

/// <summary>
/// The HTTP API of AlignZeg. Safe to use from many threads; one for the life of a process is enough. Every call that fails throws
/// <see cref="AlignZegApiException"/>; calls that are safe to repeat are repeated, as <see cref="AlignZegClientOptions.Retries"/> says.
/// </summary>
public sealed class AlignZegClient
{
    /// <summary>A client with a connection pool of its own.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public AlignZegClient(AlignZegClientOptions options) : this(new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Timeout.InfiniteTimeSpan }, options)
    {
    }

    /// <summary>A client over a given <see cref="HttpClient"/>, which is not disposed here.</summary>
    /// <param name="http">Whose own timeout holds too: make it infinite, and leave the limits to <paramref name="options"/>. Its base address wins over <see cref="AlignZegClientOptions.Server"/>.</param>
    /// <param name="options">Null = the defaults.</param>
    /// <param name="time">Measures pauses. Null = the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public AlignZegClient(HttpClient http, AlignZegClientOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        var transport = new ApiTransport(http, options ?? new(), time ?? TimeProvider.System);
        Server = transport.Server;
        (Vocabularies, Datasets, Images, Models) = (new(transport), new(transport), new(transport), new(transport));
        (Jobs, Results, Reviews, Exports, Segmentation) = (new(transport), new(transport), new(transport), new(transport), new(transport));
        (Usage, Tenants, Keys, Webhooks) = (new(transport), new(transport), new(transport), new(transport));
    }

    /// <summary>Where the calls go.</summary>
    public Uri Server { get; }

    /// <summary>Classes to look for, in versions.</summary>
    public VocabularyClient Vocabularies { get; }

    /// <summary>Images under names, in versions.</summary>
    public DatasetClient Datasets { get; }

    /// <summary>Images by the hash of their bytes.</summary>
    public ImageClient Images { get; }

    /// <summary>What labels.</summary>
    public ModelClient Models { get; }

    /// <summary>A dataset, a vocabulary and a model, at work.</summary>
    public JobClient Jobs { get; }

    /// <summary>What became of the images.</summary>
    public ResultClient Results { get; }

    /// <summary>What people say of the results.</summary>
    public ReviewClient Reviews { get; }

    /// <summary>Results in other formats.</summary>
    public ExportClient Exports { get; }

    /// <summary>Single images, now.</summary>
    public SegmentationClient Segmentation { get; }

    /// <summary>What the key's tenant has used.</summary>
    public UsageClient Usage { get; }

    /// <summary>What tenants may use; for operators.</summary>
    public TenantClient Tenants { get; }

    /// <summary>Keys of tenants; for operators.</summary>
    public KeyClient Keys { get; }

    /// <summary>Where events are sent.</summary>
    public WebhookClient Webhooks { get; }
}
