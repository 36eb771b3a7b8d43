using System.Net;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Datasets.Imports;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Tenants;
using AlignZeg.Grains.Webhooks;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;
using ExportOptions = AlignZeg.Grains.Exports.ExportOptions; // Redis has one too

namespace AlignZeg.Grains.Hosting;

/// <summary>A silo or a client of a cluster as its configuration says.</summary>
public static class ClusterSiloExtensions
{
    /// <summary>Adds membership, reminders, storage, options and <see cref="GrainsSiloBuilderExtensions.AddAlignZegGrains"/>.</summary>
    /// <param name="builder">The silo.</param> <param name="configuration">The cluster's.</param>
    public static ISiloBuilder UseAlignZegCluster(this ISiloBuilder builder, ClusterConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = configuration.Settings;
        if (settings.Redis is { } redis)
        {
            builder.UseRedisClustering(options => options.ConfigurationOptions = Patient(redis));
            builder.UseRedisReminderService(options => options.ConfigurationOptions = Patient(redis));
            builder.ConfigureEndpoints(configuration.Address, settings.SiloPort, settings.GatewayPort);
        }
        else
        {
            builder.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort);
            builder.UseInMemoryReminderService();
        }

        builder.UseClusterTls(configuration);
        builder.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Id, settings.Id));
        builder.Configure<ClusterMembershipOptions>(options => options.MaxJoinAttemptTime = settings.JoinWithin);
        builder.Configure<SiloOptions>(options => options.SiloName = configuration.SiloName);
        builder.Services.AddClusterStorage(configuration.Storage);
        if (configuration.Storage.GrainState == GrainStatePlace.Redis)
            builder.Services.AddRedisGrainStorage(options => (options.Address, options.Prefix) = (settings.Redis!, settings.Id));
        builder.AddAlignZegGrains();
        BindOptions(builder.Services, configuration);
        return builder;
    }

    /// <summary>Adds what a client needs to find the silos, and the storage that it shares with them.</summary>
    /// <param name="builder">The client.</param> <param name="configuration">The cluster's.</param>
    public static IClientBuilder UseAlignZegCluster(this IClientBuilder builder, ClusterConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = configuration.Settings;
        if (settings.Redis is { } redis) builder.UseRedisClustering(options => options.ConfigurationOptions = Patient(redis));
        else builder.UseStaticClustering(new IPEndPoint(configuration.Address, settings.GatewayPort));
        builder.UseClusterTls(configuration);
        builder.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Id, settings.Id));
        builder.Services.AddClusterStorage(configuration.Storage);
        return builder;
    }

    private static void AddClusterStorage(this IServiceCollection services, StorageSettings storage)
    {
        if (storage.Directory is { } directory)
            services.AddFileStorage(options => (options.Directory, options.FlushToDisk) = (directory, storage.FlushToDisk));
        else if (storage.Azure is { } azure)
            services.AddAzureStorage(options => (options.ConnectionString, options.Container, options.ContainerUri, options.AttemptTimeout, options.MaxRetries, options.Links) =
                (azure.ConnectionString, azure.Container, azure.ContainerUri, azure.AttemptTimeout, azure.MaxRetries, azure.Links));
    }

    private static void BindOptions(IServiceCollection services, ClusterConfiguration configuration)
    {
        services.Configure<DeviceOptions>(options => configuration.Bind("Devices", options));
        services.Configure<WorkerOptions>(options => configuration.Bind("Workers", options));
        services.Configure<DatasetOptions>(options => configuration.Bind("Datasets", options));
        services.Configure<ImportOptions>(options => configuration.Bind("Imports", options));
        services.Configure<ExportOptions>(options => configuration.Bind("Exports", options));
        services.Configure<ShardOptions>(options => configuration.Bind("Shards", options));
        services.Configure<JobOptions>(options => configuration.Bind("Jobs", options));
        services.Configure<TenantOptions>(options => configuration.Bind("Tenants", options));
        services.Configure<WebhookOptions>(options => configuration.Bind("Webhooks", options));
        services.Configure<ImageDecodingOptions>(options => configuration.Bind("Images", options));
    }

    // A Redis that is away comes back: connect again for ever, and never give up at the start of an outage.
    private static ConfigurationOptions Patient(string redis)
    {
        var options = ConfigurationOptions.Parse(redis);
        options.AbortOnConnectFail = false;
        return options;
    }
}
