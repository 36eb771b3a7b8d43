using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Access;
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

    // A tenant cancels its job: its shards tell the workers, which are nobody's.
    [Fact]
    public async Task Worker_IsToldThatLeasesEnd_WhoeverEndsThem()
    {
        TenantContext.Set("mine");
        var worker = new Worker();
        var reference = Grains.CreateObjectReference<ILeaseHolder>(worker);
        await reference.RevokedAsync(new("mine", "j")).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(new JobKey("mine", "j"), worker.Told);
        Grains.DeleteObjectReference<ILeaseHolder>(reference);
    }

    [Fact]
    public async Task RequestThatNamesAnothersDataset_IsStopped_OnItsWay()
    {
        TenantContext.Set("thief");
        var request = new JobRequest(new("victim", "d"), 1, new("thief", "v"), 1, new(new("tiny"), "/models/tiny", "feed"), new());
        await Assert.ThrowsAsync<TenantBoundaryException>(() => Grains.GetGrain<IJobGrain>("thief/j").StartAsync(request));
    }

    // A new grain is stopped at the boundary or is known to be shared: nothing is let through because nobody thought of it.
    [Fact]
    public void EveryGrain_HasAKeyThatBeginsWithItsTenant_OrIsShared()
    {
        var grains = typeof(IKeyRingGrain).Assembly.GetTypes().Where(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type)).ToList();
        Assert.True(grains.Count >= 9, $"only {grains.Count} grains were found");
        Assert.Equal([], grains.Where(grain => IsTenants(grain) == TenantBoundary.Shared.Contains(grain)).Select(grain => grain.Name));
        Assert.Equal("t", TenantBoundary.TenantOf(new ShardKey(new("t", "j"), 7).ToString()));
        Assert.Empty(typeof(IKeyRingGrain).Assembly.GetTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type) && !typeof(IGrainWithStringKey).IsAssignableFrom(type)));
    }

    [Fact]
    public async Task PlatformItself_MayCallAll()
    {
        TenantContext.Clear();
        Assert.Empty(await Grains.GetGrain<IKeyRingGrain>("anybody").ListAsync());
    }

    private sealed class Worker : ILeaseHolder
    {
        public JobKey? Told { get; private set; }

        public Task RevokedAsync(JobKey job)
        {
            Told = job;
            return Task.CompletedTask;
        }
    }

    private static bool IsTenants(Type grain) => grain == typeof(IKeyRingGrain) || grain == typeof(ITenantGrain) || grain == typeof(IWebhooksGrain) || BeginsWithTenant(KeyOf(grain));

    // IJobGrain has JobKey beside it.
    private static Type? KeyOf(Type grain) => grain.Assembly.GetType($"{grain.Namespace}.{grain.Name[1..^"Grain".Length]}Key");

    private static bool BeginsWithTenant(Type? key) =>
        key?.GetConstructors().Single(constructor => constructor.GetParameters()[0].ParameterType != key).GetParameters()[0] is { } first && (first.Name == "tenant" || BeginsWithTenant(first.ParameterType.Name.EndsWith("Key", StringComparison.Ordinal) ? first.ParameterType : null));
}
