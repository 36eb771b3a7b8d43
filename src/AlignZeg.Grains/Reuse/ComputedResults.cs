using System.Collections.Concurrent;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Reuse;

/// <summary>
/// The results of a tenant by picture, so that the same picture is computed once. Copies in one process wait for the first of them; two processes that meet the same
/// picture in the same moment both compute it. What is kept here may be lost without harm: then a picture is computed again.
/// </summary>
internal sealed partial class ComputedResults(IBlobStore blobs, ILogger<ComputedResults> logger)
{
    private readonly ConcurrentDictionary<string, ComputedClaim> _inHand = [];

    /// <summary>Where the result of a picture is told of. Tenants never meet: their names are apart.</summary>
    public static string NameOf(JobKey job, string fingerprint, string sha256) => $"tenants/{job.Tenant}/computed/{fingerprint}/{sha256}.json";

    /// <summary>An earlier result, or the claim to compute it. Waits while another copy in this process is in hand.</summary>
    /// <exception cref="StorageException">The storage does not answer at present.</exception>
    public async Task<(EarlierResult? Earlier, ComputedClaim? Claim)> FindAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new ComputedClaim(name, claim => _inHand.TryRemove(new(claim.Name, claim)));
            var holder = _inHand.GetOrAdd(name, mine);
            if (ReferenceEquals(holder, mine)) return await LookUpAsync(mine, cancellationToken);
            if (await holder.Outcome.WaitAsync(cancellationToken) is { } result && await LoadAsync(result, cancellationToken) is { } earlier) return (earlier, null);
        }
    }

    /// <summary>Tells others of a result whose outputs are durable. Never fails: what cannot be told is computed again.</summary>
    public async Task CompleteAsync(ComputedClaim claim, ComputedResult result, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.WriteAsync(claim.Name, result.ToBytes(), cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is StorageException or OperationCanceledException)
        {
            LogNotKept(logger, claim.Name, exception);
        }
        finally
        {
            claim.Complete(result);
        }
    }

    private async Task<(EarlierResult? Earlier, ComputedClaim? Claim)> LookUpAsync(ComputedClaim claim, CancellationToken cancellationToken)
    {
        bool keep = false;
        try
        {
            if (await ReadAsync(claim.Name, cancellationToken) is { } blob && ComputedResult.Read(blob.Content) is { } result && await LoadAsync(result, cancellationToken) is { } earlier)
            {
                claim.Complete(result);
                return (earlier, null);
            }

            keep = true;
            return (null, claim);
        }
        finally
        {
            if (!keep) claim.Dispose();
        }
    }

    // Null if anything is gone or is not what was written: people may delete jobs, and edit their masks.
    private async Task<EarlierResult?> LoadAsync(ComputedResult result, CancellationToken cancellationToken)
    {
        var contents = new List<byte[]>();
        foreach (var output in result.Outputs)
        {
            if (await ReadAsync(output.Name, cancellationToken) is not { } blob || ContentBlobExtensions.HashOf(blob.Content) != output.Sha256) return null;
            contents.Add(blob.Content);
        }

        return new(result, contents);
    }

    private async Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await blobs.ReadAsync(name, cancellationToken);
        }
        catch (StorageException exception) when (exception.Fault != StorageFault.Unavailable)
        {
            return null; // what cannot be read is computed
        }
    }

    [LoggerMessage(LogLevel.Warning, "The result '{Name}' cannot be kept for other copies of the picture; they will be computed.")]
    private static partial void LogNotKept(ILogger logger, string name, Exception exception);
}
