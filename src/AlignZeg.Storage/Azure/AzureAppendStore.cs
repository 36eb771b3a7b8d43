using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Logs;
using Azure;
using Azure.Storage.Blobs.Models;

namespace AlignZeg.Storage.Azure;

/// <summary>
/// Logs as append blobs. A block is appended whole or not at all, and only at the expected position, so a log never ends in half a line and a second writer is refused
/// by the service itself. A call that is repeated after its answer was lost is refused like a second writer: the log is read again then, and nothing is written twice.
/// </summary>
public sealed class AzureAppendStore(AzureContainer container) : IAppendStore
{
    private const int MaxBlock = 4 << 20; // of the service, for all its versions

    /// <inheritdoc/>
    public Task<long> RecoverAsync(string name, CancellationToken cancellationToken = default)
    {
        var client = container.Log(name);
        return container.RunAsync(async () =>
        {
            try
            {
                return (await client.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            }
            catch (RequestFailedException refused) when (IsAbsent(refused))
            {
                return 0;
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> AppendAsync(string name, ReadOnlyMemory<byte> content, long expectedLength, CancellationToken cancellationToken = default)
    {
        long length = expectedLength;
        foreach (var block in Blocks(content))
        {
            await container.RunAsync(() => AppendBlockAsync(name, block, length, cancellationToken), cancellationToken);
            length += block.Length;
        }

        return length;
    }

    /// <inheritdoc/>
    public Task<int> ReadAsync(string name, long position, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var client = container.Log(name);
        return container.RunAsync(async () =>
        {
            try
            {
                var options = new BlobDownloadOptions { Range = new(position, buffer.Length) };
                await using var stream = (await client.DownloadStreamingAsync(options, cancellationToken)).Value.Content;
                return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            }
            catch (RequestFailedException refused) when (IsAbsent(refused) || refused.ErrorCode == BlobErrorCode.InvalidRange)
            {
                return 0;
            }
        }, cancellationToken);
    }

    private async Task<bool> AppendBlockAsync(string name, ReadOnlyMemory<byte> block, long position, CancellationToken cancellationToken)
    {
        var client = container.Log(name);
        if (position == 0) await CreateAsync(name, cancellationToken);
        try
        {
            using var bytes = BinaryData.FromBytes(block).ToStream();
            await client.AppendBlockAsync(bytes, new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = position } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status == 412 || IsAbsent(refused))
        {
            throw new LogFencedException(name, position, await RecoverAsync(name, cancellationToken));
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == "BlockCountExceedsLimit")
        {
            throw new StorageException($"The log '{name}' has all the blocks that the service allows (50,000); make shards smaller.", StorageFault.Full, refused);
        }
    }

    private async Task CreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await container.Log(name).CreateAsync(new AppendBlobCreateOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            // It is there: the position decides who may append.
        }
    }

    // Lines are shorter than a block; a block ends with a whole line, so that a reader never sees half of one.
    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(ReadOnlyMemory<byte> content)
    {
        while (content.Length > MaxBlock)
        {
            int newline = content.Span[..MaxBlock].LastIndexOf((byte)'\n');
            int length = newline < 0 ? MaxBlock : newline + 1;
            yield return content[..length];
            content = content[length..];
        }

        if (content.Length > 0) yield return content;
    }

    private static bool IsAbsent(RequestFailedException refused) => refused.ErrorCode == BlobErrorCode.BlobNotFound;
}
