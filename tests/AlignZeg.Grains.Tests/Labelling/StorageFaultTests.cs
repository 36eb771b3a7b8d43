using AlignZeg.Abstractions.Jobs;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using AlignZeg.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

public sealed class StorageFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FullDisk_BlocksTheJob_AndNoRecordIsWithoutItsMask()
    {
        FullBlobs blobs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton<IBlobStore>(provider => blobs = new FullBlobs(ActivatorUtilities.CreateInstance<FileBlobStore>(provider))));
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25));
        blobs.Left = 6;
        var status = await cluster.RunAsync("job", request);
        Assert.Equal((JobPhase.Blocked, "No space is left."), (status.Phase, status.Problem));
        var records = cluster.LoggedRecords("job");
        Assert.InRange(records.Count, 1, 6);
        foreach (var record in records) Assert.True(await blobs.ExistsAsync(record.Mask!, Token), $"{record.Image} has a record, but no mask.");
        blobs.Left = int.MaxValue;
        status = await cluster.RunAsync("job", request); // the same request again, after some space was made
        Assert.Equal((JobPhase.Completed, 25), (status.Phase, status.Counts.Ok));
    }

    [Fact]
    public async Task StorageThatIsAwayForAWhile_CostsTime_NeverTheJob()
    {
        AwayBlobs blobs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton<IBlobStore>(provider => blobs = new AwayBlobs(ActivatorUtilities.CreateInstance<FileBlobStore>(provider))));
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25));
        blobs.Refusals = 3;
        var status = await cluster.RunAsync("job", request);
        Assert.Equal((JobPhase.Completed, 25, 0), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        Assert.True(blobs.Refusals < 0, "nothing was refused");
    }

    [Fact]
    public async Task Cancelled_IsSaidWhenNothingMoreBecomesDurable()
    {
        HeldLogs logs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton<IAppendStore>(provider => logs = new HeldLogs(ActivatorUtilities.CreateInstance<FileAppendStore>(provider))));
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25));
        await cluster.Job("job").StartAsync(request, Token);
        await logs.Reached.WaitAsync(TimeSpan.FromSeconds(20), Token);
        var cancelling = cluster.Job("job").CancelAsync(Token);
        await Task.WhenAny(cancelling, Task.Delay(TimeSpan.FromSeconds(1), Token));
        Assert.False(cancelling.IsCompleted, "it was said to have ended, and results were on their way");
        logs.Release();
        await cancelling;
        int logged = cluster.LoggedRecords("job").Count;
        Assert.InRange(logged, 1, 24);
        Assert.Equal(logged, (await cluster.Job("job").GetStatusAsync(Token)).Counts.Done());
    }

    [Fact]
    public async Task UnacknowledgedWork_IsAtMostALease()
    {
        HeldLogs logs = null!;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton<IAppendStore>(provider => logs = new HeldLogs(ActivatorUtilities.CreateInstance<FileAppendStore>(provider))));
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25));
        using var computed = new SemaphoreSlim(0);
        cluster.Segmenters.BeforeBatch = batch => computed.Release(batch.Count);
        await cluster.Job("job").StartAsync(request, Token);
        Assert.True(await computed.WaitAsync(TimeSpan.FromSeconds(10), Token));
        int images = 1;
        while (await computed.WaitAsync(TimeSpan.FromMilliseconds(500), Token)) images++;
        Assert.InRange(images, 1, 4); // what would be lost with the process
        logs.Release();
        Assert.Equal(25, (await cluster.WaitAsync("job")).Counts.Ok);
    }
}
