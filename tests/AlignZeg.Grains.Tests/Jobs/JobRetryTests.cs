using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

public sealed class JobRetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailedImages_AreTriedAgain_AndTheLogKeepsBothTries()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var (request, broken) = await PrepareAsync(cluster);
        var status = await cluster.RunAsync("job", request);
        Assert.Equal((JobPhase.Completed, 22, 3), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        Assert.Equal(broken, (await FailuresAsync(cluster)).Select(failure => failure.Image));
        await cluster.DeactivateAsync(cluster.Job("job"));
        Mend(cluster, broken[..2]);
        await cluster.Job("job").RetryFailedAsync(number: 1, cancellationToken: Token);
        await cluster.Job("job").RetryFailedAsync(number: 1, cancellationToken: Token); // the answer was lost, the call comes again
        status = await cluster.WaitAsync("job");
        Assert.Equal((JobPhase.Completed, 24, 1, 1), (status.Phase, status.Counts.Ok, status.Counts.Failed, status.Retries));
        Assert.Equal(28, status.Counts.Usage.Images);
        Assert.Equal((broken[2], 2), ((await FailuresAsync(cluster))[0].Image, Assert.Single(await FailuresAsync(cluster)).Attempt));
        Assert.Equal(28, cluster.LoggedRecords("job").Count); // three tries more, one each
        Assert.Equal(broken, cluster.LoggedRecords("job").Where(record => record.Attempt == 2).Select(record => record.Image));
    }

    [Fact]
    public async Task SiloKilledInTheMiddleOfARetry_LosesNothing_AndMakesNoTryTwice()
    {
        var first = await LabellingCluster.StartAsync();
        var (request, broken) = await PrepareAsync(first);
        await first.RunAsync("job", request);
        Mend(first, broken);
        using var hold = new BatchHold(first.Segmenters, batches: 0);
        await first.Job("job").RetryFailedAsync(cancellationToken: Token);
        await hold.ReachedAsync(Token);
        await first.Silos.KillSiloAsync(first.Silos.Silos[0], Token);
        await using var second = await LabellingCluster.StartAsync(first.DirectoryPath);
        var status = await second.RunAsync("job", request); // the retry is asked for by the storage alone
        hold.Release();
        Assert.Equal((JobPhase.Completed, 25, 0, 1), (status.Phase, status.Counts.Ok, status.Counts.Failed, status.Retries));
        Assert.Equal(28, second.LoggedRecords("job").Count);
        Assert.Equal(broken, second.LoggedRecords("job").Where(record => record.Attempt == 2).Select(record => record.Image));
    }

    [Fact]
    public async Task TooManyFailures_BlockTheJob_AcrossARestart_UntilTheLimitIsHigher()
    {
        var first = await LabellingCluster.StartAsync();
        string folder = Path.Combine(first.DirectoryPath, "images");
        var images = Enumerable.Range(0, 200).Select(i => TestImages.Missing(folder, $"gone-{i:D3}.png")).ToList();
        var request = await first.PrepareAsync("job", images) with { Terms = new(MaxFailures: 5) };
        var status = await first.RunAsync("job", request);
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.InRange(status.Counts.Failed, 6, 199);
        Assert.Contains("the job allows 5; the most frequent reason is 'not_found'", status.Problem, StringComparison.Ordinal);
        await first.Silos.KillSiloAsync(first.Silos.Silos[0], Token);
        await using var second = await LabellingCluster.StartAsync(first.DirectoryPath);
        status = await second.WaitAsync("job");
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Equal(JobPhase.Blocked, (await second.RunAsync("job", request)).Phase);
        status = await second.RunAsync("job", request with { Terms = new(MaxFailures: 1000) });
        Assert.Equal((JobPhase.Completed, 200), (status.Phase, status.Counts.Failed));
        Assert.Equal(200, second.LoggedRecords("job").Count);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task TwoStartsAtOnce_AreOneJob_AndAnotherRequestIsAConflict()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var (request, _) = await PrepareAsync(cluster);
        var other = request with { Outputs = new(Overlay: true) };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Job("job").StartAsync(request, Token)));
        await Assert.ThrowsAsync<JobConflictException>(() => cluster.Job("job").StartAsync(other, Token));
        var calls = new[] { request, other }.Select(one => cluster.Job("raced").StartAsync(one, Token)).ToArray();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, calls.Count(call => call.IsCompletedSuccessfully));
        Assert.IsType<JobConflictException>(Assert.Single(calls, call => call.IsFaulted).Exception!.InnerException);
        Assert.Equal((25, 25), ((await cluster.WaitAsync("job")).Counts.Done(), cluster.LoggedRecords("job").Count));
    }

    private static async Task<(JobRequest Request, string[] Broken)> PrepareAsync(LabellingCluster cluster)
    {
        string folder = Path.Combine(cluster.DirectoryPath, "images");
        var images = TestImages.Write(folder, 25);
        string[] broken = [images[3].Name, images[12].Name, images[24].Name];
        foreach (string name in broken) File.Move(Path.Combine(folder, name), Path.Combine(folder, name + ".away"));
        return (await cluster.PrepareAsync("job", images), broken);
    }

    private static void Mend(LabellingCluster cluster, string[] broken)
    {
        foreach (string file in broken.Select(name => Path.Combine(cluster.DirectoryPath, "images", name))) File.Move(file + ".away", file);
    }

    private static async Task<List<ImageFailure>> FailuresAsync(LabellingCluster cluster)
    {
        var failures = new List<ImageFailure>();
        for (var cursor = FailureCursor.Start; cursor is not null;)
        {
            var page = await cluster.Job("job").ReadFailuresAsync(cursor, 1, Token);
            failures.AddRange(page.Failures);
            cursor = page.Next;
        }

        return failures;
    }
}
