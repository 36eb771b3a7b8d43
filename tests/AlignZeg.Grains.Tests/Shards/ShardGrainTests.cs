using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Shards;

/// <summary>These tests play the worker: the cluster has none.</summary>
public sealed class ShardGrainTests(ShardGrainTests.Fixture fixture) : IClassFixture<ShardGrainTests.Fixture>
{
    private static readonly LeaseRequest Some = new("test", 4, long.MaxValue);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shard_ThatWasNeverOpened_SaysSo() =>
        await Assert.ThrowsAsync<ShardNotOpenException>(() => fixture.Cluster.Shard("never", 0).AcquireAsync(Some, Token));

    [Fact]
    public async Task Leases_DoNotOverlap_AndAreBounded()
    {
        var shard = await OpenAsync("leases", 10);
        var first = (await shard.AcquireAsync(Some, Token)).Lease!;
        Assert.Equal([0, 1, 2, 3], first.Images.Select(image => image.Index));
        var second = (await shard.AcquireAsync(new("test", 10, MaxBytes: 250), Token)).Lease!;
        Assert.Equal([4, 5], second.Images.Select(image => image.Index)); // 100 bytes each
        var third = (await shard.AcquireAsync(new("test", 10, MaxBytes: 1), Token)).Lease!;
        Assert.Single(third.Images); // one is always granted
        await shard.GiveBackAsync(first.Id, Token);
        Assert.Equal([0, 1, 2, 3], (await shard.AcquireAsync(Some, Token)).Lease!.Images.Select(image => image.Index));
    }

    [Fact]
    public async Task Acknowledged_IsDurable_AndSurvivesDeactivation()
    {
        var shard = await OpenAsync("durable", 10);
        var lease = (await shard.AcquireAsync(Some, Token)).Lease!;
        var receipt = await shard.CompleteAsync(lease.Id, [Result(2), Result(0, "empty")], Token);
        Assert.Equal(2, receipt.Appended);
        Assert.Equal([0, 2], fixture.Cluster.LoggedRecords("durable").Select(record => record.Index));
        await fixture.Cluster.DeactivateAsync(shard);
        var counts = await shard.GetCountsAsync(Token);
        Assert.Equal((1, 1, 2), (counts.Ok, counts.Failed, counts.Leased));
    }

    [Fact]
    public async Task WhatIsInHand_StaysThere_WhenTheActivationMoves()
    {
        var shard = await OpenAsync("moves", 10);
        var (kept, given) = ((await shard.AcquireAsync(Some, Token)).Lease!, (await shard.AcquireAsync(new("other", 2, long.MaxValue), Token)).Lease!);
        await shard.CompleteAsync(kept.Id, [Result(1)], Token);
        await shard.GiveBackAsync(given.Id, Token);
        await fixture.Cluster.DeactivateAsync(shard);
        Assert.Equal([4, 5, 6, 7], (await shard.AcquireAsync(Some, Token)).Lease!.Images.Select(image => image.Index));
        Assert.True(await shard.RenewAsync(kept.Id, Token));
        await shard.CompleteAsync(kept.Id, [Result(0), Result(2)], Token);
        Assert.Equal(0, (await shard.GetCountsAsync(Token)).Recomputed);
        await fixture.Cluster.DeactivateAsync(shard);
        await shard.GiveBackAsync(kept.Id, Token);
        Assert.Equal([3, 8, 9], (await shard.AcquireAsync(Some, Token)).Lease!.Images.Select(image => image.Index));
    }

    [Fact]
    public async Task WhatIsInHand_IsForgotten_WhereTheLogWasAnothers()
    {
        var shard = await OpenAsync("others", 10);
        var lease = (await shard.AcquireAsync(Some, Token)).Lease!;
        await shard.CompleteAsync(lease.Id, [Result(0)], Token);
        string log = Path.Combine(fixture.Cluster.DirectoryPath, "data", JobBlobNames.Log(new(new("t", "others"), 0)));
        await File.AppendAllTextAsync(log, Result(1).Line + "\n", Token); // another activation, which has leases of its own
        await Assert.ThrowsAnyAsync<Exception>(() => shard.CompleteAsync(lease.Id, [Result(2)], Token));
        Assert.False(await shard.RenewAsync(lease.Id, Token));
    }

    [Fact]
    public async Task Image_HasOneResult_HoweverOftenItIsCompleted()
    {
        var shard = await OpenAsync("once", 10);
        var lease = (await shard.AcquireAsync(Some, Token)).Lease!;
        var calls = Enumerable.Range(0, 10).Select(_ => shard.CompleteAsync(lease.Id, [Result(0), Result(1)], Token));
        Assert.Equal(2, (await Task.WhenAll(calls)).Sum(receipt => receipt.Appended));
        Assert.Equal(0, (await shard.CompleteAsync(Guid.NewGuid(), [Result(1)], Token)).Appended); // a worker that was given up on
        Assert.Equal([0, 1], fixture.Cluster.LoggedRecords("once").Select(record => record.Index));
    }

    [Fact]
    public async Task AnotherWriter_FencesTheGrain_WhichReadsTheLogAgain()
    {
        var shard = await OpenAsync("fence", 10);
        await shard.CompleteAsync(Guid.NewGuid(), [Result(0)], Token);
        string log = Path.Combine(fixture.Cluster.DirectoryPath, "data", JobBlobNames.Log(new(new("t", "fence"), 0)));
        await File.AppendAllTextAsync(log, Result(1).Line + "\n", Token); // a second activation of the same shard
        await Assert.ThrowsAnyAsync<Exception>(() => shard.CompleteAsync(Guid.NewGuid(), [Result(1), Result(2)], Token));
        Assert.Equal(1, (await shard.CompleteAsync(Guid.NewGuid(), [Result(1), Result(2)], Token)).Appended);
        Assert.Equal([0, 1, 2], fixture.Cluster.LoggedRecords("fence").Select(record => record.Index));
    }

    [Fact]
    public async Task DamagedLog_IsSaidSo()
    {
        var shard = await OpenAsync("damaged", 10);
        await shard.CompleteAsync(Guid.NewGuid(), [Result(0)], Token);
        string log = Path.Combine(fixture.Cluster.DirectoryPath, "data", JobBlobNames.Log(new(new("t", "damaged"), 0)));
        await File.AppendAllTextAsync(log, Result(0).Line + "\n", Token);
        await fixture.Cluster.DeactivateAsync(shard);
        var exception = await Assert.ThrowsAsync<StorageException>(() => shard.GetCountsAsync(Token));
        Assert.Contains("two results for image 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_IsWokenByResults_AndItsCursorStaysValid()
    {
        var shard = await OpenAsync("reader", 3);
        Assert.Empty((await shard.ReadAsync(0, 10, TimeSpan.Zero, Token)).Lines);
        var waiting = shard.ReadAsync(0, 10, TimeSpan.FromSeconds(10), Token);
        await shard.CompleteAsync(Guid.NewGuid(), [Result(2)], Token);
        var page = await waiting;
        Assert.Equal((1, 1L, false), (page.Lines.Count, page.Next, page.End));
        await shard.CompleteAsync(Guid.NewGuid(), [Result(0), Result(1)], Token);
        await fixture.Cluster.DeactivateAsync(shard);
        var rest = await shard.ReadAsync(page.Next, 10, TimeSpan.Zero, Token);
        Assert.Equal([0, 1], rest.Lines.Select(line => ResultRecord.Parse(line).Index));
        Assert.True(rest.End);
    }

    [Fact]
    public async Task SuspendedShard_HandsOutNothing_UntilOpenedAgain()
    {
        var shard = await OpenAsync("suspended", 10);
        var kept = (await shard.AcquireAsync(Some, Token)).Lease!;
        await shard.SuspendAsync(revoke: false, Token);
        Assert.Equal(new LeaseOffer(null, null), await shard.AcquireAsync(Some, Token));
        Assert.Equal(1, (await shard.CompleteAsync(kept.Id, [Result(0)], Token)).Appended);
        await shard.SuspendAsync(revoke: true, Token);
        Assert.Equal(new CompletionReceipt(0, Revoked: true), await shard.CompleteAsync(kept.Id, [Result(1)], Token));
        Assert.False(await shard.RenewAsync(kept.Id, Token));
        await OpenAsync("suspended", 10);
        Assert.Equal(1, (await shard.AcquireAsync(Some, Token)).Lease!.Images[0].Index);
    }

    [Fact]
    public async Task Retry_IsDurable_IsMadeOnce_AndItsResultStandsInPlaceOfTheFailure()
    {
        var shard = await OpenAsync("retry", 3);
        await shard.CompleteAsync(Guid.NewGuid(), [Result(0), Result(1, "empty"), Result(2, "late")], Token);
        var end = await shard.ReadAsync(0, 10, TimeSpan.Zero, Token);
        Assert.True(end.End);
        var counts = await OpenAsync("retry", 3, new RetryOrder(1, ["empty"]));
        Assert.Equal((1, 1), (counts.Ok, counts.Failed));
        await fixture.Cluster.DeactivateAsync(shard);
        var lease = (await shard.AcquireAsync(Some, Token)).Lease!;
        Assert.Equal([(1, 2)], lease.Images.Select(image => (image.Index, image.Attempt)));
        Assert.False((await shard.ReadAsync(end.Next, 10, TimeSpan.Zero, Token)).End);
        Assert.Equal(0, (await shard.CompleteAsync(Guid.NewGuid(), [Result(1)], Token)).Appended); // the first try comes too late
        Assert.Equal(1, (await shard.CompleteAsync(lease.Id, [Result(1, "empty", attempt: 2)], Token)).Appended);
        var rest = await shard.ReadAsync(end.Next, 10, TimeSpan.Zero, Token); // the cursor stays valid
        Assert.Equal((1, 4L, true), (rest.Lines.Count, rest.Next, rest.End));
        await fixture.Cluster.DeactivateAsync(shard);
        counts = await OpenAsync("retry", 3, new RetryOrder(1, ["empty"])); // made already: it failed again, and stays so
        Assert.Equal((1, 2), (counts.Ok, counts.Failed));
        counts = await OpenAsync("retry", 3, new RetryOrder(1, ["empty"]), new RetryOrder(2));
        Assert.Equal((1, 0), (counts.Ok, counts.Failed));
    }

    [Fact]
    public async Task Failures_AreReadAtAnyTime_WithoutThoseThatAreTriedAgain()
    {
        var shard = await OpenAsync("failures", 4);
        Assert.Equal((0, true), ((await shard.ReadFailuresAsync(0, 10, Token)).Failures.Count, (await shard.ReadFailuresAsync(0, 10, Token)).End));
        await shard.CompleteAsync(Guid.NewGuid(), [Result(0, "empty"), Result(1), Result(2, "late"), Result(3, "empty")], Token);
        var page = await shard.ReadFailuresAsync(0, 2, Token);
        Assert.Equal([(0, "empty", 1), (2, "late", 1)], page.Failures.Select(one => (one.Index, one.Reason, one.Attempt)));
        Assert.False(page.End);
        page = await shard.ReadFailuresAsync(page.Next, 2, Token);
        Assert.Equal((3, true), (Assert.Single(page.Failures).Index, page.End));
        await OpenAsync("failures", 4, new RetryOrder(1, ["empty"]));
        await shard.CompleteAsync(Guid.NewGuid(), [Result(3, "empty", attempt: 2)], Token);
        Assert.Equal([(2, 1), (3, 2)], (await shard.ReadFailuresAsync(0, 10, Token)).Failures.Select(one => (one.Index, one.Attempt)));
    }

    private static CompletedImage Result(int index, string? reason = null, int attempt = 1) => TestResults.Of(index, reason, attempt);

    private async Task<ShardCounts> OpenAsync(string job, int images, params RetryOrder[] retries) =>
        await fixture.Cluster.Shard(job, 0).OpenAsync(new($"manifests/{job}.jsonl", 0, images, retries), Token);

    private async Task<IShardGrain> OpenAsync(string job, int images)
    {
        var entries = Enumerable.Range(0, images).Select(i => new Abstractions.Datasets.DatasetImage($"{i}.png", $"{i}", $"file:///{i}.png", 100));
        string manifest = $"manifests/{job}.jsonl";
        await fixture.Cluster.Blobs.WriteAsync(manifest, Abstractions.Datasets.DatasetManifest.Write(entries), cancellationToken: Token);
        var shard = fixture.Cluster.Shard(job, 0);
        await shard.OpenAsync(new(manifest, 0, images), Token);
        return shard;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
