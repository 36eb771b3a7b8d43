using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Access;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Datasets.Imports;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Exports;
using AlignZeg.Grains.Images;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Models;
using AlignZeg.Grains.Reuse;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Grains.Tenants;
using AlignZeg.Grains.Vocabularies;
using AlignZeg.Grains.Webhooks;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace AlignZeg.Grains.Hosting;

/// <summary>Adds the labelling grains and the workers of this silo's devices.</summary>
public static class GrainsSiloBuilderExtensions
{
    /// <summary>
    /// Adds everything of this project; grain state is in blobs unless the host has chosen another place before. The host brings storage (<see cref="StorageServiceCollectionExtensions.AddFileStorage"/>), reminders, clustering,
    /// and, for silos with devices, an <see cref="ISegmenterFactory"/>. Options are set as usual: <c>builder.Configure&lt;WorkerOptions&gt;(…)</c>.
    /// </summary>
    public static ISiloBuilder AddAlignZegGrains(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddBlobGrainStorage();
        AddOptions(builder.Services);
        AddServices(builder.Services);
        builder.AddIncomingGrainCallFilter<TenantBoundary>();
        Announce(builder);
        ConfigureOrleans(builder);
        return builder;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DatasetOptions, DatasetOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ImportOptions, ImportOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ExportOptions, ExportOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ShardOptions, ShardOptionsValidator>();
        services.AddOptionsWithValidateOnStart<JobOptions, JobOptionsValidator>();
        services.AddOptionsWithValidateOnStart<TenantOptions, TenantOptionsValidator>();
        services.AddOptionsWithValidateOnStart<WebhookOptions, WebhookOptionsValidator>();
        services.AddOptionsWithValidateOnStart<WorkerOptions, WorkerOptionsValidator>();
        services.AddOptionsWithValidateOnStart<DeviceOptions, DeviceOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ImageDecodingOptions>().ValidateDataAnnotations();
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<LabellingMeter>();
        services.TryAddSingleton<ExportRunner>();
        services.TryAddSingleton(provider => new ImageDecoder(provider.GetRequiredService<IOptions<ImageDecodingOptions>>().Value));
        services.AddSingleton<IImageSource, FileImageSource>().AddSingleton<IImageSource, BlobImageSource>().AddSingleton<ImageSources>().AddSingleton<InteractiveImages>();
        services.AddSingleton<ImagePreparation>().AddSingleton<IImageReader, ImageReader>().AddSingleton<IResultEncoder, ResultEncoder>().AddSingleton<ClassifierCache>().AddSingleton<BundleCache>();
        services.AddSingleton<ComputedResults>().AddSingleton<FeatureCache>();
        services.AddSingleton<WorkerSettings>().AddSingleton<WorkerFactory>().AddSingleton<ShardFiles>().AddSingleton<ClassifierBuilder>();
        services.TryAddSingleton<IHostResolver, HostResolver>();
        services.AddSingleton<WebhookTargets>().AddSingleton<WebhookSender>();
        services.AddSingleton<SiloDevices>().AddSingleton<DeviceDirectory>().AddSingleton<LongPoll>();
        services.AddSingleton<SiloDepartures>().AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloDepartures>());
        services.AddPlacementFilter<PinnedToSiloStrategy, PinnedToSiloDirector>(ServiceLifetime.Transient);
        services.AddPlacementFilter<PrefersNoDevicesStrategy, PrefersNoDevicesDirector>(ServiceLifetime.Transient);
        services.AddHostedService<DeviceWorkerService>();
    }

    // The name and the devices are known when options are made, not now: they are put into the labels just before Orleans reads these.
    private static void Announce(ISiloBuilder builder)
    {
        var labels = new Dictionary<string, string>();
        builder.Services.AddOptions<SiloMetadata>().Configure<IOptions<SiloOptions>, IOptions<DeviceOptions>>((_, silo, devices) =>
        {
            labels[SiloLabels.Silo] = silo.Value.SiloName;
            labels[SiloLabels.Devices] = string.Join(',', devices.Value.ThreadNames());
        });
        builder.UseSiloMetadata(labels);
    }

    // Why each: design notes on what Orleans users trip over. A timed-out caller's work stops; queues are bounded; a dead silo is noticed in seconds.
    private static void ConfigureOrleans(ISiloBuilder builder)
    {
        builder.Configure<SiloMessagingOptions>(options =>
        {
            options.CancelRequestOnTimeout = true;
            options.MaxEnqueuedRequestsHardLimit = 10_000;
        });
        builder.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5); // x 3 missed: how long a cluster that was killed whole waits for its dead silos when it starts again
        });
    }
}
