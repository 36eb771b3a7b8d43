using System.Runtime.CompilerServices;
using AlignZeg.Storage.Blobs;
using Azure;
using Azure.Storage.Blobs.Models;

namespace AlignZeg.Storage.Azure;

/// <summary>Blobs as block blobs. Conditions are the service's own, so that any number of processes may write.</summary>
public sealed class AzureBlobStore(AzureContainer container) : IBlobStore
{
    /// <inheritdoc/>
    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var client = container.Blob(name);
        return container.RunAsync<Blob?>(async () =>
        {
            try
            {
                var found = (await client.DownloadContentAsync(cancellationToken)).Value;
                return new(found.Content.ToArray(), found.Details.ETag.ToString());
            }
            catch (RequestFailedException refused) when (refused.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        var client = container.Blob(name);
        return container.RunAsync<string?>(async () =>
        {
            try
            {
                var written = await client.UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Conditions = ConditionsOf(condition) }, cancellationToken);
                return written.Value.ETag.ToString();
            }
            catch (RequestFailedException refused) when (DoesNotHold(refused))
            {
                return null;
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        var client = container.Blob(name);
        return container.RunAsync(async () => (await client.ExistsAsync(cancellationToken)).Value, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string? continuation = null;
        do
        {
            var from = continuation;
            var page = await container.RunAsync(() => PageAsync(prefix, from, cancellationToken), cancellationToken);
            foreach (var blob in page.Values) yield return blob.Name;
            continuation = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuation));
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        var client = container.Blob(name);
        if (condition.RequiresAbsence) return Task.FromResult(false);
        return container.RunAsync(async () =>
        {
            try
            {
                return (await client.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, ConditionsOf(condition), cancellationToken)).Value;
            }
            catch (RequestFailedException refused) when (DoesNotHold(refused))
            {
                return false;
            }
        }, cancellationToken);
    }

    private async Task<Page<BlobItem>> PageAsync(string prefix, string? continuation, CancellationToken cancellationToken)
    {
        await foreach (var page in container.Client.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).AsPages(continuation)) return page;
        throw new InvalidOperationException("The service ended a list without its last page.");
    }

    private static BlobRequestConditions? ConditionsOf(BlobCondition condition) => condition switch
    {
        { RequiresAbsence: true } => new() { IfNoneMatch = ETag.All },
        { ETag: { } etag } => new() { IfMatch = new(etag) },
        _ => null,
    };

    private static bool DoesNotHold(RequestFailedException refused) => refused.Status is 409 or 412;
}
