using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Workers;
using AlignZeg.Server.Tests;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

public sealed class LabellingTests
{
    private static readonly JobOutputs Everything = new(Confidence: true, Overlay: true);

    [Fact]
    public async Task Job_LabelsEveryImageOnce_AndItsResultsAreReadByCursor()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25);
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images, outputs: Everything));
        Assert.Equal(JobPhase.Completed, status.Phase);
        Assert.Equal((25, 25, 0, 0), (status.Counts.Total, status.Counts.Ok, status.Counts.Failed, status.Counts.Recomputed));
        Assert.Equal(0, cluster.Segmenters.Recomputed);
        var read = new List<ResultRecord>();
        for (int shard = 0; shard < status.Shards; shard++) read.AddRange((await ReadAllAsync(cluster.Shard("job", shard))).Select(ResultRecord.Parse));
        Assert.Equal(Enumerable.Range(0, 25), read.Select(record => record.Index).Order());
        Assert.All(read, record => Assert.Equal(images[record.Index].Name, record.Image));
    }

    [Fact]
    public async Task Masks_HaveTheIdsOfTheVocabulary_AndTheRecordSaysSo()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var vocabulary = new VocabularyDefinition("v", [VocabularyClass.Named("cat"), new("ground", [], null, Background: true), VocabularyClass.Named("dog")], []);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 1);
        await cluster.RunAsync("job", await cluster.PrepareAsync("job", images, vocabulary, Everything));
        var record = Assert.Single(cluster.LoggedRecords("job"));
        var map = LabelMapPng.Decode((await cluster.Blobs.ReadAsync(record.Mask!, TestContext.Current.CancellationToken))!.Content, "mask");
        Assert.Equal((record.Width, record.Height), (map.Width, map.Height));
        Assert.Equal(["cat", "ground", "dog"], record.Classes.Select(found => found.Name));
        Assert.All(record.Classes, found => Assert.Equal(map.Ids.LongCount(id => id == found.Id), found.Pixels));
        Assert.Equal(map.Ids.Length, record.Classes.Sum(found => found.Pixels));
        Assert.Equal("tenants/t/jobs/job/masks/image-0000.png", record.Mask);
        Assert.True(await cluster.Blobs.ExistsAsync(record.Confidence!, TestContext.Current.CancellationToken));
        Assert.True(await cluster.Blobs.ExistsAsync(record.Overlay!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Limits_LeavePixelsWithoutAClass_AndRenamesAreWhatIsPutOut()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var plain = new VocabularyDefinition("v", [VocabularyClass.Named("cat"), new("ground", [], null, Background: true), VocabularyClass.Named("dog")], []);
        var strict = plain with { Classes = [plain.Classes[0], plain.Classes[1], plain.Classes[2] with { Threshold = .8 }], Renames = new Dictionary<string, string> { ["cat"] = "Katze" } };
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 1);
        await cluster.RunAsync("plain", await cluster.PrepareAsync("plain", images, plain, Everything));
        await cluster.RunAsync("strict", await cluster.PrepareAsync("strict", images, strict, Everything)); // the same picture: nothing of the first job may be taken over
        var (before, after) = (Assert.Single(cluster.LoggedRecords("plain")), Assert.Single(cluster.LoggedRecords("strict")));
        Assert.Equal(["Katze", "ground"], after.Classes.Select(found => found.Name).Take(2));
        Assert.Equal(before.Classes.Take(2).Select(found => found.Pixels), after.Classes.Take(2).Select(found => found.Pixels));
        var (was, now) = (await MapAsync(before), await MapAsync(after));
        Assert.Contains(LabelMap.Ignore8, now);
        Assert.All(was.Zip(now), pixel => Assert.True(pixel.First == pixel.Second || (pixel.First, pixel.Second) == (2, LabelMap.Ignore8)));
        Assert.InRange(after.Uncertainty!.Value, .0001, 1);

        async Task<ushort[]> MapAsync(ResultRecord record) => LabelMapPng.Decode((await cluster.Blobs.ReadAsync(record.Mask!, TestContext.Current.CancellationToken))!.Content, "mask").Ids;
    }

    [Fact]
    public async Task Job_GivesTheSameBytes_WhateverTheWorkersAndBatches()
    {
        await using var plain = await LabellingCluster.StartAsync();
        await using var busy = await LabellingCluster.StartAsync(plain.DirectoryPath, configure: (_, silo) =>
        {
            silo.Configure<DeviceOptions>(devices => devices.Replicas = 3);
            silo.Configure<WorkerOptions>(workers => (workers.LeaseImages, workers.MaxBatchImages, workers.PreparationThreads, workers.EncodingThreads) = (7, 5, 3, 2));
        });
        var images = TestImages.Write(Path.Combine(plain.DirectoryPath, "images"), 33);
        images.Insert(5, TestImages.WriteBroken(Path.Combine(plain.DirectoryPath, "images"), "broken.jpg", [1, 2, 3]));
        await plain.RunAsync("plain", await plain.PrepareAsync("plain", images, outputs: Everything));
        await busy.RunAsync("busy", await busy.PrepareAsync("busy", images, outputs: Everything));
        Assert.Equal(plain.Fingerprint("plain"), busy.Fingerprint("busy"));
    }

    [Fact]
    public async Task BadImages_AreResults_AndTheJobGoesOn()
    {
        using var log = new LogKeeper();
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.ConfigureLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug)));
        string folder = Path.Combine(cluster.DirectoryPath, "images");
        var images = TestImages.Write(folder, 9);
        images.Insert(0, TestImages.WriteBroken(folder, "empty.png", []));
        images.Insert(4, TestImages.WriteBroken(folder, "text.jpg", "hello"u8.ToArray()));
        images.Add(TestImages.Missing(folder, "gone.png"));
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        Assert.Equal((JobPhase.Completed, 9, 3), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        Assert.Equal(["empty", "not_found", "unsupported_format"], status.Counts.FailuresByReason.Keys.Order());
        var failed = cluster.LoggedRecords("job").Where(record => record.Status == ResultStatus.Failed).ToArray();
        Assert.Equal([0, 4, 11], failed.Select(record => record.Index));
        Assert.All(failed, record => Assert.Contains(record.Image, record.Message, StringComparison.Ordinal));
        Assert.All(failed, record => Assert.Single(log.Lines, line => line.StartsWith($"Image {record.Index} of the job {new JobKey("t", "job")} failed: {record.Reason}.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ImageThatBreaksTheDevice_FailsAlone()
    {
        using var log = new LogKeeper();
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.ConfigureLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning)));
        int? poison = null;
        cluster.Segmenters.BeforeBatch = batch =>
        {
            poison ??= FakeSegmenter.IdOf(batch[0]);
            if (batch.Any(input => FakeSegmenter.IdOf(input) == poison)) throw new InvalidOperationException("kernel failed");
        };
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 12);
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        Assert.Equal((JobPhase.Completed, 11, 1), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        Assert.Equal("device_error", Assert.Single(status.Counts.FailuresByReason.Keys));
        int index = cluster.LoggedRecords("job").Single(record => record.Status == ResultStatus.Failed).Index;
        string line = Assert.Single(log.Lines, line => line.StartsWith("Image ", StringComparison.Ordinal)); // with what happened, for whoever runs the platform
        Assert.StartsWith($"Image {index} of the job {new JobKey("t", "job")} failed, and that is not the image's fault: device_error.", line, StringComparison.Ordinal);
        Assert.Contains("kernel failed", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledSilo_LosesNothing_RepeatsAtMostALeasePerWorker()
    {
        await using var cluster = await LabellingCluster.StartAsync(silos: 3);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 90);
        var request = await cluster.PrepareAsync("job", images);
        using var enough = new SemaphoreSlim(0);
        cluster.Segmenters.BeforeBatch = _ => enough.Release();
        await cluster.Job("job").StartAsync(request, TestContext.Current.CancellationToken);
        for (int i = 0; i < 12; i++) await enough.WaitAsync(TestContext.Current.CancellationToken);
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1], TestContext.Current.CancellationToken);
        var status = await cluster.WaitAsync("job");
        Assert.Equal((JobPhase.Completed, 90), (status.Phase, status.Counts.Ok));
        Assert.Equal(Enumerable.Range(0, 90), cluster.LoggedRecords("job").Select(record => record.Index)); // the files: every image exactly once
        Assert.InRange(cluster.Segmenters.Recomputed, 0, 3 * 4);
    }

    [Fact]
    public async Task Restart_GoesOnWhereTheProcessWasKilled()
    {
        using var hold = new ManualResetEventSlim();
        var first = await LabellingCluster.StartAsync();
        var images = TestImages.Write(Path.Combine(first.DirectoryPath, "images"), 40);
        var request = await first.PrepareAsync("job", images);
        int computed = 0;
        first.Segmenters.BeforeBatch = batch =>
        {
            if (Interlocked.Add(ref computed, batch.Count) > 17) hold.Wait(TestContext.Current.CancellationToken); // 16 at least get through, of which a lease of 4 may be unacknowledged
        };
        await first.Job("job").StartAsync(request, TestContext.Current.CancellationToken);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        JobStatus status;
        do status = await first.Job("job").GetStatusAsync(limit.Token);
        while (status.Counts.Done() < 12);
        await first.Silos.KillSiloAsync(first.Silos.Silos[0], TestContext.Current.CancellationToken); // nothing is given back, nothing is said to anyone
        int logged = first.LoggedRecords("job").Count;
        TearLastLog(first.DirectoryPath);
        await using var second = await LabellingCluster.StartAsync(first.DirectoryPath);
        status = await second.RunAsync("job", request);
        hold.Set();
        Assert.Equal((JobPhase.Completed, 40), (status.Phase, status.Counts.Ok));
        Assert.Equal(Enumerable.Range(0, 40), second.LoggedRecords("job").Select(record => record.Index));
        Assert.InRange(second.Segmenters.Computed.Count, 40 - logged - 4, 40 - logged); // what was written and not acknowledged is found, not computed again
        Assert.InRange(first.Segmenters.Computed.Count + second.Segmenters.Computed.Count, 40, 40 + 4);
    }

    // What a process killed in the middle of an append leaves behind.
    private static void TearLastLog(string directory)
    {
        string log = Directory.EnumerateFiles(Path.Combine(directory, "data", "tenants", "t", "jobs", "job", "results")).Order(StringComparer.Ordinal).Last();
        File.AppendAllText(log, "{\"index\":39,\"image\":\"ima");
    }

    private static async Task<List<string>> ReadAllAsync(IShardGrain shard)
    {
        var lines = new List<string>();
        ResultPage page;
        long cursor = 0;
        do
        {
            page = await shard.ReadAsync(cursor, 3, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            lines.AddRange(page.Lines);
            cursor = page.Next;
        }
        while (!page.End);
        return lines;
    }
}
