using System.Diagnostics.Metrics;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using AlignZeg.Storage.GrainState;
using AlignZeg.Storage.Logs;
using AlignZeg.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace AlignZeg.Storage.Hosting;

/// <summary>Registers storage.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Blobs and logs in a directory of this machine.</summary>
    public static IServiceCollection AddFileStorage(this IServiceCollection services, Action<FileStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<FileStorageOptions, FileStorageOptionsValidator>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FileDirectory>();
        services.AddBlobStore<FileBlobStore>();
        services.TryAddSingleton<IAppendStore, FileAppendStore>();
        services.TryAddSingleton<IBlobLinks, NoBlobLinks>();
        return services;
    }

    /// <summary>Blobs and logs in a container of Azure Blob Storage.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, Action<AzureStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<AzureStorageOptions, AzureStorageOptionsValidator>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AzureContainer>();
        services.AddBlobStore<AzureBlobStore>();
        services.TryAddSingleton<IAppendStore, AzureAppendStore>();
        services.TryAddSingleton<IBlobLinks, AzureBlobLinks>();
        return services;
    }

    /// <summary>Keeps the state of grains in the blob store, under every name of <see cref="GrainStorageNames"/>, unless another place was chosen before.</summary>
    public static IServiceCollection AddBlobGrainStorage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddGrainStorage<BlobGrainStorage>();
    }

    /// <summary>Keeps the state of grains in Redis, under every name of <see cref="GrainStorageNames"/>, unless another place was chosen before.</summary>
    public static IServiceCollection AddRedisGrainStorage(this IServiceCollection services, Action<RedisStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<RedisStorageOptions, RedisStorageOptionsValidator>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RedisConnection>();
        return services.AddGrainStorage<RedisGrainStorage>();
    }

    private static void AddBlobStore<TStore>(this IServiceCollection services)
        where TStore : class, IBlobStore
    {
        services.AddMetrics();
        services.TryAddSingleton<TStore>();
        services.TryAddSingleton<IBlobStore>(provider => new MeteredBlobStore(provider.GetRequiredService<TStore>(), provider.GetRequiredService<IMeterFactory>()));
    }

    private static IServiceCollection AddGrainStorage<TStorage>(this IServiceCollection services)
        where TStorage : class, IGrainStorage
    {
        services.TryAddSingleton<TStorage>();
        foreach (string name in GrainStorageNames.All)
            services.TryAddKeyedSingleton<IGrainStorage>(name, (provider, _) => provider.GetRequiredService<TStorage>());
        return services;
    }
}
