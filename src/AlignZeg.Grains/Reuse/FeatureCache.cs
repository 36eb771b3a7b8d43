using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Reuse;

/// <summary>What models have seen in the pictures of a tenant. The size of the model's input is no part of a name: it follows from the model and the picture.</summary>
internal sealed partial class FeatureCache(IBlobStore blobs, ILogger<FeatureCache> logger)
{
    /// <summary>Where the features of a tenant's pictures are, for a model on a kind of device.</summary>
    public static string FolderOf(JobKey job, ModelBundle model, string device) => $"tenants/{job.Tenant}/features/{model.Hash}-{device.Split(':', '#')[0]}";

    /// <summary>The features of a picture; null if there are none, or none that are whole.</summary>
    /// <exception cref="StorageException">The storage does not answer at present.</exception>
    public async Task<ImageFeatures?> FindAsync(string folder, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return await blobs.ReadAsync(NameOf(folder, sha256), cancellationToken) is { } blob ? ImageFeatures.FromBytes(blob.Content) : null;
        }
        catch (StorageException exception) when (exception.Fault != StorageFault.Unavailable)
        {
            return null;
        }
    }

    /// <summary>Keeps features; what cannot be written is computed again another time.</summary>
    public async Task KeepAsync(string folder, string sha256, ImageFeatures features, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.WriteAsync(NameOf(folder, sha256), features.ToBytes(), cancellationToken: cancellationToken);
        }
        catch (StorageException exception)
        {
            LogNotKept(logger, sha256, folder, exception);
        }
    }

    private static string NameOf(string folder, string sha256) => $"{folder}/{sha256}.bin";

    [LoggerMessage(LogLevel.Warning, "The features of '{Picture}' cannot be kept in '{Folder}'; the next job will compute them.")]
    private static partial void LogNotKept(ILogger logger, string picture, string folder, Exception exception);
}
