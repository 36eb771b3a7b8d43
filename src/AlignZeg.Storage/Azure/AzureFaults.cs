using AlignZeg.Abstractions.Blobs;
using Azure;
using Azure.Identity;

namespace AlignZeg.Storage.Azure;

/// <summary>Turns what the service says into <see cref="StorageException"/>.</summary>
internal static class AzureFaults
{
    /// <summary>Whether it is a failure of the service; not, for example, the caller's own cancellation.</summary>
    public static bool Concerns(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        TimeoutException or AggregateException or HttpRequestException or IOException or AuthenticationFailedException or RequestFailedException => true,
        _ => false,
    };

    /// <summary>The sentence for a failure that <see cref="Concerns"/> the service.</summary>
    public static StorageException Translate(Exception exception, string address) => exception switch
    {
        AuthenticationFailedException => NoPermission(exception, address),
        RequestFailedException refused => Translate(refused, address),
        _ => Unavailable(exception, address),
    };

    private static StorageException Translate(RequestFailedException refused, string address) => refused.Status switch
    {
        401 or 403 => NoPermission(refused, address),
        0 or 408 or 429 or >= 500 => Unavailable(refused, address),
        404 => new($"The container '{address}' is not there; create it, or give rights to create it.", StorageFault.Other, refused),
        _ => new($"The storage '{address}' failed: {refused.ErrorCode ?? refused.Message}", StorageFault.Other, refused),
    };

    private static StorageException NoPermission(Exception exception, string address) =>
        new($"No permission for the storage '{address}'; check the key, signature or role of this process.", StorageFault.NoPermission, exception);

    private static StorageException Unavailable(Exception exception, string address) =>
        new($"The storage '{address}' does not answer; it will be tried again.", StorageFault.Unavailable, exception);
}
