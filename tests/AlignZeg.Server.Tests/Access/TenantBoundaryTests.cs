using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Tests.Access;

/// <summary>What stands behind the API should it ever make a key of the wrong tenant.</summary>
public sealed class TenantBoundaryTests(TestServer server)
{
    private IGrainFactory Grains => server.Services.GetRequiredService<IGrainFactory>();

    [Fact]
    public async Task CallForOneTenant_IsStoppedAtAnothersGrain()
    {
        TenantContext.Set("mine");
        await Assert.ThrowsAsync<JobNotFoundException>(() => Grains.GetGrain<IJobGrain>("mine/j").GetStatusAsync());
        await Assert.ThrowsAsync<TenantBoundaryException>(() => Grains.GetGrain<IJobGrain>("mine2/j").GetStatusAsync());
        await Assert.ThrowsAsync<TenantBoundaryException>(() => Grains.GetGrain<IKeyRingGrain>("yours").ListAsync());
        await Grains.GetGrain<IDispatcherGrain>("empty-pool").WithdrawAsync(new("anybody", "j")); // shared by all tenants
    }

    [Fact]
    public async Task RequestThatNamesAnothersDataset_IsStopped_OnItsWay()
    {
        TenantContext.Set("thief");
        var request = new JobRequest(new("victim", "d"), 1, new("thief", "v"), 1, new(new("tiny"), "/models/tiny", "feed"), new());
        await Assert.ThrowsAsync<TenantBoundaryException>(() => Grains.GetGrain<IJobGrain>("thief/j").StartAsync(request));
    }

    [Fact]
    public async Task PlatformItself_MayCallAll()
    {
        TenantContext.Clear();
        Assert.Empty(await Grains.GetGrain<IKeyRingGrain>("anybody").ListAsync());
    }
}
