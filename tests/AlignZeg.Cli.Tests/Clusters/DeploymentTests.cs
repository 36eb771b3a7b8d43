namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>What compose.yaml describes does its work, and is replaced by another build meanwhile.</summary>
[Collection(InTurn.Name)]
public sealed class DeploymentTests
{
    private const int Images = 120, BeforeTheWorker = 10, BeforeTheApi = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployment_LabelsAJob_WhileWorkerAndThenApiAreReplaced_AndEveryResultIsThereOnce()
    {
        using var folder = new TemporaryFolder();
        string next = NextBuild.Make(folder["next"]);
        await using var cluster = await ComposedCluster.StartAsync();
        Assert.Equal((0, 0), (await cluster.ReadyAsync("api"), await cluster.ReadyAsync("worker")));
        using var tenant = await SmallJob.StartAsync(cluster.Address, cluster.AdminKey, folder, Images);
        var consumer = new ResultConsumer(tenant, Images);

        await consumer.ReachAsync(BeforeTheWorker);
        Assert.EndsWith("silo stopped\n", (await cluster.StopSiloAsync("worker")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(1, await cluster.ReadyAsync("worker"));
        await cluster.StartSiloAsync("worker", next);
        Assert.Equal(("0.1.0", NextBuild.Version), (await cluster.VersionAsync("api"), await cluster.VersionAsync("worker"))); // both at once: that is what rolling means

        await consumer.ReachAsync(BeforeTheApi);
        Assert.EndsWith("silo stopped\n", (await cluster.StopSiloAsync("api")).Expect(0).Output, StringComparison.Ordinal);
        await cluster.StartSiloAsync("api", next);
        Assert.Equal(NextBuild.Version, await cluster.VersionAsync("api"));

        await consumer.FinishAsync(); // across both replacements, with one cursor
        Assert.Equal(Enumerable.Range(0, Images), (await StoredLogs.IndexesAsync(cluster.ConnectionString, "alignzeg", Token, SmallJob.Tenant)).Order());
        var job = await tenant.GetAsync($"/v1/jobs/{SmallJob.Name}");
        Assert.Equal(("completed", Images), (job.GetProperty("phase").GetString(), job.GetProperty("ok").GetInt32()));
    }
}
