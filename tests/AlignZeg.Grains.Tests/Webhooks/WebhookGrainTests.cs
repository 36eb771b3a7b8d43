using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Webhooks;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Webhooks;

/// <summary>When deliveries are tried, and what is learnt of them; that jobs tell their webhooks is tested with the server.</summary>
public sealed class WebhookGrainTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20), Late = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outcome_ThatComesWhileAnotherIsSaved_IsLearnt_ThoughTheNextAttemptIsFarAway()
    {
        WatchedBlobs blobs = null!;
        await using var cluster = await StartAsync(Late, services => services.AddSingleton<IBlobStore>(provider => blobs = new(ActivatorUtilities.CreateInstance<FileBlobStore>(provider))));
        TaskCompletionSource first = new(), second = new(), saving = new(), saved = new();
        using var receiver = new PlainServer(async number =>
        {
            await (number == 0 ? first : second).Task;
            return 500;
        });
        var hook = HookOf(cluster);
        await hook.SetAsync(new(receiver.Url, null), Token);
        await hook.TakeAsync(new("t", "a"), [Event()], Token);
        await hook.TakeAsync(new("t", "b"), [Event()], Token);
        await Until.IsSoAsync(() => Task.FromResult(receiver.Requests == 2), "both are on their way");
        blobs.BeforeWrite = name =>
        {
            if (name.StartsWith("state/webhook/", StringComparison.Ordinal)) saving.TrySetResult();
            return saved.Task;
        };
        first.SetResult();
        await saving.Task.WaitAsync(Token);
        second.SetResult();
        await Task.Delay(TimeSpan.FromMilliseconds(500), Token); // until its outcome is there: nothing tells
        saved.SetResult();
        await Until.IsSoAsync(async () => (await hook.ReadDeliveriesAsync(0, 10, Token)).All(one => one.Attempts == 1), "both outcomes are known");
    }

    [Fact]
    public async Task FormerReceiver_ThatIsGone_DoesNotSwitchOffTheNewOne()
    {
        await using var cluster = await StartAsync(Soon);
        var moved = new TaskCompletionSource();
        using var former = new PlainServer(async _ =>
        {
            await moved.Task;
            return 410;
        });
        using var present = new PlainServer(_ => Task.FromResult(204));
        var hook = HookOf(cluster);
        await hook.SetAsync(new(former.Url, null), Token);
        await hook.TakeAsync(new("t", "a"), [Event()], Token);
        await Until.IsSoAsync(() => Task.FromResult(former.Requests == 1), "it is on its way");
        await hook.SetAsync(new(present.Url, null), Token);
        moved.SetResult();
        await Until.IsSoAsync(async () => (await hook.ReadDeliveriesAsync(0, 10, Token)).Single().State == DeliveryState.Delivered, "it is delivered to the new address");
        Assert.True((await hook.GetAsync(Token)).Enabled);
        Assert.Equal((1, 1), (former.Requests, present.Requests));
    }

    [Fact]
    public async Task PendingDelivery_HasItsReminder_AlsoAfterARestart()
    {
        using var receiver = new PlainServer(_ => Task.FromResult(500));
        string directory;
        await using (var first = await StartAsync(Late))
        {
            await HookOf(first).SetAsync(new(receiver.Url, null), Token);
            await HookOf(first).TakeAsync(new("t", "a"), [Event()], Token);
            directory = first.DirectoryPath;
        }

        await using var second = await StartAsync(Late, directory: directory);
        await HookOf(second).GetAsync(Token);
        var reminders = second.Silos.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>();
        await Until.IsSoAsync(async () => (await reminders.ReadRows(HookOf(second).GetGrainId())).Reminders.Count == 1, "the webhook has a reminder");
    }

    [Fact]
    public async Task Event_WhoseReminderCannotBeSet_IsTakenWhenItIsToldAgain()
    {
        using var receiver = new PlainServer(_ => Task.FromResult(204));
        bool refuses = false;
        await using var cluster = await StartAsync(Late, services => StubbornReminders.Add(services, () => refuses));
        var hook = HookOf(cluster);
        await hook.SetAsync(new(receiver.Url, null), Token);
        refuses = true;
        await Assert.ThrowsAsync<StorageException>(() => hook.TakeAsync(new("t", "a"), [Event()], Token));
        refuses = false;
        await hook.TakeAsync(new("t", "a"), [Event()], Token); // as the job does, which was told that it failed
        await Until.IsSoAsync(() => Task.FromResult(receiver.Requests == 1), "it is delivered");
    }

    [Fact]
    public async Task EventThatIsNull_IsRefused_AsAnUnknownOneIs()
    {
        await using var cluster = await StartAsync(Late);
        var refused = await Assert.ThrowsAsync<InvalidWebhookException>(() => HookOf(cluster).SetAsync(new("http://127.0.0.1:1/", [null!]), Token));
        Assert.Contains("no events 'null'", refused.Message, StringComparison.Ordinal);
    }

    private static Task<LabellingCluster> StartAsync(TimeSpan pause, Action<IServiceCollection>? add = null, string? directory = null) => LabellingCluster.StartAsync(directory, configure: (number, silo) =>
    {
        LabellingCluster.WithoutWorkers(number, silo);
        silo.Configure<WebhookOptions>(hooks => (hooks.AllowHttp, hooks.AllowPrivateTargets, hooks.FirstPause) = (true, true, pause));
        add?.Invoke(silo.Services);
    });

    private static IWebhookGrain HookOf(LabellingCluster cluster) => cluster.Grains.GetGrain<IWebhookGrain>("t/h");

    private static JobEvent Event()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(1, WebhookEvents.JobStarted, now, new(JobPhase.Running, new(10, 1, 0, 0, 0, new Dictionary<string, int>(), LabellingUsage.None), null, 1, new(now, now, 0, null, now, null)));
    }
}
