using System.Buffers;
using System.Runtime.CompilerServices;
using AlignZeg.Storage.Blobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace AlignZeg.Storage.Azure;

/// <summary>Blobs as block blobs. Conditions are the service's own, so that any number of processes may write.</summary>
public sealed class AzureBlobStore(AzureContainer container) : IBlobStore
{
    private const int BlockBytes = 8 * 1024 * 1024; // a blob has 50,000 blocks at most: 400 GB

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
    public async Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var client = container.Blocks(name);
        if (await ExistsAsync(name, cancellationToken)) return false;
        var (blocks, block, upload) = (new List<string>(), new byte[BlockBytes], Guid.NewGuid());
        while (await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken) is var length and > 0)
        {
            string id = IdOf(upload, blocks.Count);
            await container.RunAsync(() => client.StageBlockAsync(id, new MemoryStream(block, 0, length, writable: false), cancellationToken: cancellationToken), cancellationToken);
            blocks.Add(id);
        }

        return await container.RunAsync(() => CommitAsync(client, blocks, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var client = container.Blob(name);
        await using var source = await container.RunAsync(() => OpenAsync(client, cancellationToken), cancellationToken);
        if (source is null) return false;
        byte[] piece = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (await container.RunAsync(() => source.ReadAsync(piece, cancellationToken).AsTask(), cancellationToken) is var length and > 0)
                await target.WriteAsync(piece.AsMemory(0, length), cancellationToken);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
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

    // Blocks of an upload are not a blob before this; those of one that was torn are thrown away by the service after a week.
    private static async Task<bool> CommitAsync(BlockBlobClient client, List<string> blocks, CancellationToken cancellationToken)
    {
        try
        {
            await client.CommitBlockListAsync(blocks, new CommitBlockListOptions { Conditions = ConditionsOf(BlobCondition.IfAbsent) }, cancellationToken);
            return true;
        }
        catch (RequestFailedException refused) when (DoesNotHold(refused))
        {
            return false;
        }
    }

    // The ids of one upload are its own and equally long: two that write the same name do not mix.
    private static string IdOf(Guid upload, int block) => Convert.ToBase64String([.. upload.ToByteArray(), .. BitConverter.GetBytes(block)]);

    private static async Task<Stream?> OpenAsync(BlobClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = BlockBytes }, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
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
