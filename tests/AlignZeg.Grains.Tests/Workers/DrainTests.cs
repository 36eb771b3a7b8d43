using AlignZeg.Abstractions.Jobs;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class DrainTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A batch may take longer than a lease: whoever stops in it keeps what it has begun.
    [Fact]
    public async Task WorkerThatStops_KeepsItsLeases_UntilItsBatchHasEnded()
    {
        await using var cluster = await LabellingCluster.StartAsync(silos: 2, configure: (number, silo) =>
        {
            if (number == 0) LabellingCluster.WithoutWorkers(number, silo);
        });
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 10));
        Task stopped;
        using (var hold = new BatchHold(cluster.Segmenters, batches: 0))
        {
            await cluster.Job("job").StartAsync(request);
            await hold.ReachedAsync(Token);
            int left = 10 - (await cluster.Job("job").GetStatusAsync(Token)).Counts.Leased;
            stopped = cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
            await Task.Delay(TimeSpan.FromSeconds(2.5), Token); // a lease lasts one
            var other = await cluster.Shard("job", 0).AcquireAsync(new("other", 10, 1 << 20), Token);
            Assert.InRange(other.Lease?.Images.Count ?? 0, 0, left);
            if (other.Lease is { } lease) await cluster.Shard("job", 0).GiveBackAsync(lease.Id, Token);
        }

        await stopped;
        Assert.Equal(JobPhase.Running, (await cluster.Job("job").GetStatusAsync(Token)).Phase);
        Assert.InRange(cluster.Segmenters.Computed.Count, 1, 9);
        Assert.Equal(cluster.Segmenters.Computed.Count, cluster.LoggedRecords("job").Count); // all that was computed is acknowledged
    }
}
