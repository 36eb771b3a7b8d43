using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

public sealed class ModelBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobsOfModelsThatDoNotFitTogether_TakeTurns_AndNoImageSuffers()
    {
        await using var cluster = await StartAsync(budget: 100);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 40);
        var (first, second) = (await PrepareAsync(cluster, "first", images, 60), await PrepareAsync(cluster, "second", images, 70));
        await cluster.Job("first").StartAsync(first, Token);
        await cluster.Job("second").StartAsync(second, Token);
        foreach (string job in new[] { "first", "second" })
        {
            var status = await cluster.WaitAsync(job);
            Assert.Equal((JobPhase.Completed, 40, 0), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        }

        var health = await HealthAsync(cluster);
        Assert.True(health.Evictions >= 1, "both models fitted");
        Assert.True(health.ResidentBytes <= 100);
    }

    [Fact]
    public async Task ModelOfImagesInHand_StaysForACallThatWantsItsPlace()
    {
        await using var cluster = await StartAsync(budget: 100);
        var request = await PrepareAsync(cluster, "job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 20), 60);
        var instance = await InstanceAsync(cluster);
        using var hold = new BatchHold(cluster.Segmenters, batches: 1);
        await cluster.Job("job").StartAsync(request, Token);
        await hold.ReachedAsync(Token);
        var call = instance.LoadAsync(Model(70), Token);
        while (!call.IsCompleted && (await instance.HealthAsync(Token)).Waiting == 0) { } // it goes before the next batch
        hold.Release();
        Assert.Contains("'of-70'", (await Assert.ThrowsAsync<DeviceBusyException>(() => call)).Message, StringComparison.Ordinal);
        Assert.Equal(20, (await cluster.WaitAsync("job")).Counts.Ok);
        Assert.DoesNotContain("/sized/of-60", cluster.Segmenters.Disposed);
    }

    [Fact]
    public async Task ModelThatNeverFits_BlocksItsJob_WithBothFigures()
    {
        await using var cluster = await StartAsync(budget: 100);
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 2);
        var status = await cluster.RunAsync("job", await PrepareAsync(cluster, "job", images, 2345));
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains("2,345", status.Problem, StringComparison.Ordinal);
        Assert.Contains(" 100;", status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThreadsOfADevice_ShareItsBudget()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Configure<DeviceOptions>(devices => (devices.Replicas, devices.MemoryBudget) = (2, 100)));
        var instance = await InstanceAsync(cluster);
        Assert.Equal(50, (await instance.HealthAsync(Token)).BudgetBytes);
        await Assert.ThrowsAsync<ModelUnavailableException>(() => instance.LoadAsync(Model(60), Token));
        await instance.LoadAsync(Model(50), Token);
    }

    private static Task<LabellingCluster> StartAsync(long budget) =>
        LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<DeviceOptions>(devices => devices.MemoryBudget = budget));

    private static async Task<JobRequest> PrepareAsync(LabellingCluster cluster, string name, List<Abstractions.Datasets.DatasetImage> images, long bytes) =>
        await cluster.PrepareAsync(name, images) with { Model = Model(bytes) };

    private static ModelBundle Model(long bytes) => new(new($"of-{bytes}"), $"/sized/of-{bytes}", $"/sized/of-{bytes}");

    private static async Task<ModelInstanceHealth> HealthAsync(LabellingCluster cluster) => await (await InstanceAsync(cluster)).HealthAsync(Token);

    private static async Task<IModelInstanceGrain> InstanceAsync(LabellingCluster cluster) =>
        cluster.Grains.GetGrain<IModelInstanceGrain>((await cluster.Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token))[0].ToString());
}
