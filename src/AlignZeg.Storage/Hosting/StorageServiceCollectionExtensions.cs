using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using AlignZeg.Storage.GrainState;
using AlignZeg.Storage.Logs;
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
        services.TryAddSingleton<IBlobStore, FileBlobStore>();
        services.TryAddSingleton<IAppendStore, FileAppendStore>();
        return services;
    }

    /// <summary>Blobs and logs in a container of Azure Blob Storage.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, Action<AzureStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<AzureStorageOptions, AzureStorageOptionsValidator>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton<AzureContainer>();
        services.TryAddSingleton<IBlobStore, AzureBlobStore>();
        services.TryAddSingleton<IAppendStore, AzureAppendStore>();
        return services;
    }

    /// <summary>Keeps the state of grains in the blob store, under every name of <see cref="GrainStorageNames"/>.</summary>
    public static IServiceCollection AddBlobGrainStorage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<BlobGrainStorage>();
        foreach (string name in GrainStorageNames.All)
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => provider.GetRequiredService<BlobGrainStorage>());
        return services;
    }
}
