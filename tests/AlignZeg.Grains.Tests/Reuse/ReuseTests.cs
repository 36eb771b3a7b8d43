using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Reuse;

public sealed class ReuseTests
{
    private static readonly JobOutputs Everything = new(Confidence: true, Overlay: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CopiesWithinAJob_AreComputedOnce_AndGiveTheBytesOfAComputation()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<DeviceOptions>(devices => devices.Replicas = 2));
        var images = WithCopies(TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 6), copies: 5);
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images, outputs: Everything));
        Assert.Equal((JobPhase.Completed, 36, 30L, 0), (status.Phase, status.Counts.Ok, status.Counts.Usage.Reused, status.Counts.Recomputed));
        Assert.Equal((6, 0), (cluster.Segmenters.Computed.Count, cluster.Segmenters.Recomputed));
        await using var plain = await LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<WorkerOptions>(workers => workers.ReuseResults = false));
        status = await plain.RunAsync("job", await plain.PrepareAsync("job", images, outputs: Everything));
        Assert.Equal((0L, 30), (status.Counts.Usage.Reused, plain.Segmenters.Recomputed));
        Assert.Equal(plain.Fingerprint("job"), cluster.Fingerprint("job"));
    }

    [Fact]
    public async Task EarlierJob_OfTheTenant_IsReused_AlsoByAnotherProcess()
    {
        await using var first = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(first.DirectoryPath, "images"), 12);
        await first.RunAsync("first", await first.PrepareAsync("first", images, outputs: Everything));
        await first.Silos.StopAllSilosAsync(); // what goes on beside the acknowledgement has ended then
        await using var second = await LabellingCluster.StartAsync(first.DirectoryPath);
        var status = await second.RunAsync("second", await second.PrepareAsync("second", images, outputs: Everything));
        Assert.Equal((12, 12L, 0d), (status.Counts.Ok, status.Counts.Usage.Reused, status.Counts.Usage.DeviceMilliseconds));
        Assert.Empty(second.Segmenters.Computed);
        Assert.Equal(first.Fingerprint("first"), second.Fingerprint("second"));
        Assert.All(second.LoggedRecords("second"), record => Assert.StartsWith("tenants/t/jobs/second/", record.Mask, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherTenants_Vocabularies_AndOutputs_AreComputed()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 5);
        await cluster.RunAsync("first", await cluster.PrepareAsync("first", images));
        int computed = 5;
        Assert.Equal(computed, Computations(cluster));
        var other = cluster.Grains.GetGrain<IJobGrain>(new JobKey("other", "job").ToString());
        await other.StartAsync(await cluster.PrepareAsync("job", images, tenant: "other"), Token);
        while (!(await other.WaitAsync(TimeSpan.FromSeconds(2), Token)).IsAtRest()) { }
        Assert.Equal(computed += 5, Computations(cluster));
        await cluster.RunAsync("words", await cluster.PrepareAsync("words", images, LabellingCluster.Vocabulary(background: true)));
        Assert.Equal(computed += 5, Computations(cluster));
        await cluster.RunAsync("outputs", await cluster.PrepareAsync("outputs", images, outputs: Everything));
        Assert.Equal(computed += 5, Computations(cluster));
        await cluster.RunAsync("again", await cluster.PrepareAsync("again", images, outputs: Everything));
        Assert.Equal(computed, Computations(cluster));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("edited")]
    [InlineData("index")]
    public async Task EarlierResult_ThatIsNotWhole_IsComputedAgain(string damage)
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3);
        await cluster.RunAsync("first", await cluster.PrepareAsync("first", images));
        foreach (var record in cluster.LoggedRecords("first").Take(2)) await DamageAsync(cluster, record, damage);
        var status = await cluster.RunAsync("second", await cluster.PrepareAsync("second", images));
        Assert.Equal((JobPhase.Completed, 3, 1L), (status.Phase, status.Counts.Ok, status.Counts.Usage.Reused));
        Assert.Equal(5, Computations(cluster));
        status = await cluster.RunAsync("third", await cluster.PrepareAsync("third", images)); // the second has mended it
        Assert.Equal(3, status.Counts.Usage.Reused);
    }

    [Fact]
    public async Task FailedImages_AreTriedAgain()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var images = WithCopies(TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 1), copies: 2);
        cluster.Segmenters.BeforeBatch = _ => throw new InvalidOperationException("kernel failed");
        var status = await cluster.RunAsync("first", await cluster.PrepareAsync("first", images));
        Assert.Equal((0, 3), (status.Counts.Ok, status.Counts.Failed));
        cluster.Segmenters.BeforeBatch = null;
        status = await cluster.RunAsync("second", await cluster.PrepareAsync("second", images));
        Assert.Equal((3, 2L), (status.Counts.Ok, status.Counts.Usage.Reused));
    }

    [Fact]
    public async Task ImageThatWasWrittenButNotAcknowledged_FindsItself_AndCountsAsItWas()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3);
        await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        var before = cluster.LoggedRecords("job");
        await cluster.Silos.StopAllSilosAsync();
        ForgetLogs(cluster.DirectoryPath); // as if the process had been killed between the outputs and the log
        await using var second = await LabellingCluster.StartAsync(cluster.DirectoryPath);
        var status = await second.RunAsync("job", await second.PrepareAsync("job", images));
        Assert.Equal((3, 0L, 0), (status.Counts.Ok, status.Counts.Usage.Reused, status.Counts.Recomputed));
        Assert.Equal(before.Select(record => record.Timings), second.LoggedRecords("job").Select(record => record.Timings));
        Assert.Empty(second.Segmenters.Computed);
    }

    private static int Computations(LabellingCluster cluster) => cluster.Segmenters.Computed.Values.Sum();

    private static async Task DamageAsync(LabellingCluster cluster, ResultRecord record, string damage)
    {
        if (damage == "deleted") await cluster.Blobs.DeleteAsync(record.Mask!, cancellationToken: Token);
        if (damage == "edited") await cluster.Blobs.WriteAsync(record.Mask!, "edited"u8.ToArray(), cancellationToken: Token);
        if (damage != "index") return;
        await foreach (string name in cluster.Blobs.ListAsync("tenants/t/computed/", Token))
            if (name.EndsWith($"/{record.Sha256}.json", StringComparison.Ordinal)) await cluster.Blobs.WriteAsync(name, "{\"outputs\":"u8.ToArray(), cancellationToken: Token);
    }

    private static void ForgetLogs(string directory)
    {
        string data = Path.Combine(directory, "data");
        Directory.Delete(Path.Combine(data, "tenants", "t", "jobs", "job", "results"), recursive: true);
        foreach (string state in Directory.EnumerateDirectories(Path.Combine(data, "state")).Where(folder => Path.GetFileName(folder) is "job" or "shard"))
            Directory.Delete(state, recursive: true);
    }

    // The same files under other names.
    private static List<DatasetImage> WithCopies(List<DatasetImage> images, int copies) =>
        [.. images.SelectMany(image => Enumerable.Range(0, copies + 1).Select(n => image with { Name = $"{n}-{image.Name}", Stem = $"{n}-{image.Stem}" }))];
}
