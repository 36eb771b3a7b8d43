using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Storage.Outages;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>Last stage: tells shards the results, until they say that they have them. Also renews leases and gives them back.</summary>
internal sealed partial class ResultReporter(IGrainFactory grains, LeasesInHand leases, WorkPace pace, LabellingMeter meter, TimeProvider time, ILogger logger)
{
    private const int CallBytes = 256 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What outages are met with.</summary>
    public Patience Patience { get; } = new(time, logger);

    /// <summary>Returns when every result is durable, or its lease is lost: of one that is dropped, after no answer for as long as it lasts.</summary>
    public async Task ReportAsync(IReadOnlyList<ImageInHand> images, CancellationToken cancellationToken)
    {
        foreach (var group in images.GroupBy(image => image.Lease))
        {
            var results = group.Where(image => image.Result is not null).Select(image => image.Result!).ToArray();
            bool reported = await CompleteAsync(group.Key, results, cancellationToken);
            foreach (var image in group)
                if (group.Key.Leave(finished: reported && image.Result is not null)) await EndAsync(group.Key);
        }
    }

    /// <summary>Something other than an image is in the way of a job: says so and lets go of all of its images.</summary>
    public async Task BlockAsync(LeaseInHand lease, string problem)
    {
        leases.DropJob(lease.Shard.Job);
        await TryAsync(() => grains.GetGrain<IJobGrain>(lease.Shard.Job.ToString()).BlockAsync(problem));
    }

    /// <summary>
    /// Makes room: leases of which nothing is begun go back at once, of the others only what is begun is finished. Nothing that is computed is lost.
    /// </summary>
    public async Task GiveBackAsync(Func<LeaseInHand, bool> which)
    {
        foreach (var lease in leases.All.Where(which))
        {
            if (lease.TryGiveBack()) await GiveBackAsync(lease, lease.Images.Count);
            else leases.MakeRoom(lease);
        }
    }

    /// <summary>Renews the leases in hand; drops those that are lost. None waits for another: a shard that does not answer costs the others nothing.</summary>
    public Task RenewAsync() => Task.WhenAll(leases.All.Select(lease => TryAsync(async () =>
    {
        if (!await ShardOf(lease).RenewAsync(lease.Id).WaitAsync(lease.Duration / 3, time)) lease.Drop();
    })));

    private async Task<bool> CompleteAsync(LeaseInHand lease, CompletedImage[] results, CancellationToken cancellationToken)
    {
        foreach (var call in CallsOf(results))
            if (!await CompleteCallAsync(lease, call, cancellationToken)) return false;
        return true;
    }

    private async Task<bool> CompleteCallAsync(LeaseInHand lease, IReadOnlyList<CompletedImage> results, CancellationToken cancellationToken)
    {
        using var span = lease.Begin("acknowledge")?.SetTag("alignzeg.images", results.Count);
        var start = time.GetTimestamp();
        bool IsGivenUp() => cancellationToken.IsCancellationRequested || (lease.IsDropped && time.GetElapsedTime(start) > lease.Duration); // nobody waits for it, and others wait behind it
        for (var pause = new GrowingPause(FirstPause, LongestPause); !IsGivenUp();)
        {
            try
            {
                var receipt = await ShardOf(lease).CompleteAsync(lease.Id, results, cancellationToken);
                if (receipt.Revoked) leases.DropJob(lease.Shard.Job);
                else foreach (var result in results) meter.Acknowledged(lease.Shard.Job.Tenant, result);
                return !receipt.Revoked;
            }
            catch (StorageException exception) when (exception.Fault != StorageFault.Unavailable)
            {
                await BlockAsync(lease, exception.Message);
                return false;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            catch (ShardNotOpenException exception)
            {
                // What was stored of it is gone, and with it the lease; its job opens it anew. Others wait behind this call.
                LogNotOpen(logger, lease.Shard.ToString(), exception);
                lease.Drop();
                return false;
            }
            catch (Exception exception)
            {
                // Its silo may be on the way out; the call may be repeated. Also where Orleans calls it cancelled, which nobody did: it ran out of time while the shard was placed.
                LogNotReported(logger, lease.Shard.ToString(), exception);
                await Task.Delay(pause.Next(), time, CancellationToken.None);
            }
        }

        return false;
    }

    private async Task EndAsync(LeaseInHand lease)
    {
        if (lease.IsGivenBack) return;
        pace.Finished(lease.Images.Count - lease.Unfinished);
        if (lease.Unfinished == 0) leases.Remove(lease);
        else await GiveBackAsync(lease, lease.Unfinished);
    }

    // The images are there for others before the worker asks for more.
    private async Task GiveBackAsync(LeaseInHand lease, int images)
    {
        await TryAsync(() => ShardOf(lease).GiveBackAsync(lease.Id));
        await TryAsync(() => grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString()).AvailableAsync(lease.Shard, images));
        leases.Remove(lease);
    }

    private static IEnumerable<IReadOnlyList<CompletedImage>> CallsOf(CompletedImage[] results)
    {
        var call = new List<CompletedImage>();
        int bytes = 0;
        foreach (var result in results)
        {
            if (call.Count > 0 && bytes + result.Line.Length > CallBytes)
            {
                yield return call;
                (call, bytes) = ([], 0);
            }

            call.Add(result);
            bytes += result.Line.Length;
        }

        if (call.Count > 0) yield return call;
    }

    // What fails here heals by itself: leases run out, and jobs look after their shards.
    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception)
        {
            LogCallFailed(logger, exception);
        }
    }

    private IShardGrain ShardOf(LeaseInHand lease) => grains.GetGrain<IShardGrain>(lease.Shard.ToString());

    [LoggerMessage(LogLevel.Warning, "Results for shard {Shard} are not acknowledged yet; trying again.")]
    private static partial void LogNotReported(ILogger logger, string shard, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} does not know its job any more; results in hand for it are dropped, and computed again once the job has opened it.")]
    private static partial void LogNotOpen(ILogger logger, string shard, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A worker could not reach a grain; its leases will run out.")]
    private static partial void LogCallFailed(ILogger logger, Exception exception);
}
