using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Grains.Tenants;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Tenants;

public sealed class TenantGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task State_SurvivesDeactivation()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("survivor");
        Assert.Equal((1, TenantQuotas.None), ((await tenant.GetAsync(Token)).Weight, (await tenant.GetAsync(Token)).Quotas));
        await tenant.SetWeightAsync(2.5, Token);
        await tenant.SetQuotasAsync(new(100, 200, 3.5, 400, 5), Token);
        await tenant.AdmitAsync(new(1, 10, 20, 0, 0), Token);
        await tenant.AddAsync(new(0, 0, 0, 30, 0), Token);
        await tenant.ChargeJobAsync(new(new("survivor", "job"), new(7, 70, 140, 210, 3), TimeProvider.System.GetUtcNow(), IsRunning: true), Token);
        await cluster.DeactivateAsync(tenant);
        var status = await tenant.GetAsync(Token);
        Assert.Equal((2.5, new TenantQuotas(100, 200, 3.5, 400, 5), new LabellingUsage(8, 80, 160, 240, 3), 1), (status.Weight, status.Quotas, status.Today, status.RunningJobs));
        await tenant.ChargeJobAsync(new(new("survivor", "job"), new(7, 70, 140, 210, 3), TimeProvider.System.GetUtcNow(), IsRunning: true), Token);
        var usage = await tenant.UsageAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        Assert.Equal((new LabellingUsage(8, 80, 160, 240, 3), usage.Total), (usage.Ever, Assert.Single(usage.Days).Usage));
        Assert.Empty((await tenant.UsageAsync(DateOnly.MinValue, new(2020, 1, 1), Token)).Days);
    }

    [Fact]
    public async Task Calls_AreRefused_WhenTheQuotaIsUsedUp()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("calls");
        await tenant.SetQuotasAsync(new(ImagesPerDay: 2), Token);
        var call = LabellingUsage.None with { Images = 1 };
        await tenant.AdmitAsync(call, Token);
        await tenant.AdmitAsync(call, Token);
        var refused = await Assert.ThrowsAsync<QuotaExceededException>(() => tenant.AdmitAsync(call, Token));
        Assert.Equal("images", refused.Quota);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
        Assert.Equal(2, (await tenant.GetAsync(Token)).Today.Images);
        await Assert.ThrowsAsync<InvalidTenantTermsException>(() => tenant.SetQuotasAsync(new(ImagesPerDay: -1), Token));
        await Assert.ThrowsAsync<InvalidTenantTermsException>(() => tenant.SetWeightAsync(double.NaN, Token));
    }

    [Fact]
    public async Task Job_ThatTheQuotaCannotCarry_IsNotBegun()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var request = await cluster.PrepareAsync("refused", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 5));
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("t");
        await tenant.SetQuotasAsync(new(ImagesPerDay: 4), Token);
        await Assert.ThrowsAsync<QuotaExceededException>(() => cluster.Job("refused").StartAsync(request, Token));
        await cluster.DeactivateAsync(cluster.Job("refused"));
        await Assert.ThrowsAsync<JobNotFoundException>(() => cluster.Job("refused").GetStatusAsync(Token));
        await tenant.SetQuotasAsync(new(ImagesPerDay: 5), Token);
        Assert.Equal(5, (await cluster.RunAsync("refused", request)).Counts.Ok);
        await UntilAsync(tenant, status => status.RunningJobs == 0);
    }

    [Fact]
    public async Task JobThatWasAtRest_GoesOn_OnlyWhereThereIsAPlace()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("t");
        string folder = Path.Combine(cluster.DirectoryPath, "images");
        var flawed = await cluster.PrepareAsync("flawed", [.. TestImages.Write(folder, 3), TestImages.Missing(folder, "gone.png")]);
        Assert.Equal((JobPhase.Completed, 1), ((await cluster.RunAsync("flawed", flawed)).Phase, (await cluster.Job("flawed").GetStatusAsync(Token)).Counts.Failed));
        var blocked = await cluster.PrepareAsync("blocked", Enumerable.Range(0, 200).Select(i => TestImages.Missing(folder, $"gone-{i}.png"))) with { Terms = new(MaxFailures: 0) };
        Assert.Equal(JobPhase.Blocked, (await cluster.RunAsync("blocked", blocked)).Phase);
        var slow = await cluster.PrepareAsync("slow", TestImages.Write(Path.Combine(cluster.DirectoryPath, "others"), 25));
        using var hold = new BatchHold(cluster.Segmenters, batches: 0);
        await cluster.Job("paused").StartAsync(slow, Token);
        await cluster.Job("paused").PauseAsync(Token);
        await UntilAsync(tenant, status => status.RunningJobs == 0);

        await tenant.SetQuotasAsync(new(RunningJobs: 1), Token);
        await cluster.Job("runs").StartAsync(slow, Token);
        Func<Task>[] calls =
        [
            () => cluster.Job("paused").ResumeAsync(Token), () => cluster.Job("flawed").RetryFailedAsync(cancellationToken: Token),
            () => cluster.Job("blocked").ResumeAsync(Token), () => cluster.Job("blocked").StartAsync(blocked with { Terms = new(MaxFailures: 1000) }, Token), () => cluster.Job("blocked").RetryFailedAsync(cancellationToken: Token),
        ];
        foreach (var call in calls) Assert.Equal("running_jobs", (await Assert.ThrowsAsync<QuotaExceededException>(call)).Quota);
        Assert.Equal([JobPhase.Paused, JobPhase.Completed, JobPhase.Blocked], [await PhaseAsync("paused"), await PhaseAsync("flawed"), await PhaseAsync("blocked")]);
        Assert.Equal((0, 1), ((await cluster.Job("flawed").GetStatusAsync(Token)).Retries, (await tenant.GetAsync(Token)).RunningJobs));
        await cluster.Job("runs").ResumeAsync(Token); // it has its place

        await cluster.Job("runs").CancelAsync(Token);
        await cluster.Job("paused").ResumeAsync(Token);
        Assert.Equal((JobPhase.Running, 1), (await PhaseAsync("paused"), (await tenant.GetAsync(Token)).RunningJobs));
        await cluster.Job("paused").CancelAsync(Token);
        hold.Release();
        await cluster.Job("flawed").RetryFailedAsync(cancellationToken: Token);
        Assert.Equal(1, (await cluster.WaitAsync("flawed")).Retries);
        await UntilAsync(tenant, status => status.RunningJobs == 0);

        async Task<JobPhase> PhaseAsync(string job) => (await cluster.Job(job).GetStatusAsync(Token)).Phase;
    }

    [Fact]
    public async Task RunningJob_WaitsWhileAQuotaIsUsedUp_AndGoesOnByItself()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<TenantOptions>(options => options.ChargeEvery = TimeSpan.Zero));
        var request = await cluster.PrepareAsync("waits", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 60));
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("t");
        await tenant.SetQuotasAsync(new(PixelsPerDay: 3000), Token); // images have 400 and more
        await cluster.Job("waits").StartAsync(request, Token);
        var status = await UntilAsync(cluster, "waits", status => status is { Phase: JobPhase.Waiting, Counts.Leased: 0 });
        Assert.InRange(status.Counts.Done(), 1, 59);
        Assert.Contains("pixels today; it goes on at", status.Problem, StringComparison.Ordinal);
        Assert.Contains("00:00 UTC, or when the quota is raised.", status.Problem, StringComparison.Ordinal);
        Assert.False(status.IsAtRest());
        await cluster.DeactivateAsync(cluster.Job("waits"));
        Assert.Equal(status.Counts.Done(), (await UntilAsync(cluster, "waits", status => status.Phase == JobPhase.Waiting)).Counts.Done());
        await tenant.SetQuotasAsync(TenantQuotas.None, Token);
        Assert.Equal((JobPhase.Completed, 60), ((await cluster.WaitAsync("waits")).Phase, (await cluster.Job("waits").GetStatusAsync(Token)).Counts.Ok));
        Assert.Equal(0, cluster.Segmenters.Recomputed);
    }

    [Fact]
    public async Task Job_IsChargedOnce_ThroughTheLossOfItsGrains()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<TenantOptions>(options => options.ChargeEvery = TimeSpan.Zero));
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 60);
        var tenant = cluster.Grains.GetGrain<ITenantGrain>("t");
        using (var hold = new BatchHold(cluster.Segmenters, 10))
        {
            await cluster.Job("charged").StartAsync(await cluster.PrepareAsync("charged", images), Token);
            await hold.ReachedAsync(Token);
            await UntilAsync(tenant, status => status.Today.Images > 0);
            await cluster.DeactivateAsync(cluster.Job("charged"));
            await cluster.DeactivateAsync(cluster.Shard("charged", 0));
            await cluster.DeactivateAsync(tenant);
        }

        await cluster.WaitAsync("charged");
        var used = (await cluster.Job("charged").GetStatusAsync(Token)).Counts.Usage;
        Assert.Equal((60, images.Sum(image => image.Bytes!.Value)), (used.Images, used.Bytes));
        await UntilAsync(tenant, status => status.Today.Images >= 60);
        await cluster.DeactivateAsync(cluster.Job("charged"));
        await cluster.DeactivateAsync(tenant);
        await cluster.Job("charged").GetStatusAsync(Token);
        Assert.Equal(Rounded(used), Rounded((await tenant.UsageAsync(DateOnly.MinValue, DateOnly.MaxValue, Token)).Ever));

        static LabellingUsage Rounded(LabellingUsage usage) => usage with { DeviceMilliseconds = Math.Round(usage.DeviceMilliseconds, 1) };
    }

    private static async Task<JobStatus> UntilAsync(LabellingCluster cluster, string job, Func<JobStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await cluster.Job(job).GetStatusAsync(Token);
            if (reached(status)) return status;
            Assert.False(limit.IsCancellationRequested, status.ToString());
            await Task.Delay(20, Token);
        }
    }

    private static async Task UntilAsync(ITenantGrain tenant, Func<TenantStatus, bool> reached)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!reached(await tenant.GetAsync(limit.Token))) await Task.Delay(20, limit.Token);
    }
}
