using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Webhooks;

[PrefersNoDevices]
internal sealed class WebhookGrain(
    [PersistentState("webhook", GrainStorageNames.Webhooks)] IPersistentState<WebhookState> hook, IOptions<WebhookOptions> options, WebhookTargets targets, WebhookSender sender, TimeProvider time)
    : Grain, IWebhookGrain, IRemindable, IDisposable
{
    private readonly HashSet<StoredDelivery> _inFlight = [];
    private readonly Queue<SendAttempt> _outcomes = [];
    private readonly CancellationTokenSource _ending = new();
    private IGrainTimer? _pump;
    private GrainReminder? _reminder;

    private WebhookKey Key => WebhookKey.Parse(this.GetPrimaryKeyString());

    private GrainReminder Reminder => _reminder ??= new(this, "deliver");

    private WebhookOutbox Outbox => hook.State.Outbox;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pump = this.RegisterGrainTimer(PumpAsync, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    // What is in flight is sent again by the next activation, under the same id.
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();

    public async Task<WebhookSummary> SetAsync(WebhookSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await targets.CheckAsync(settings.Url, cancellationToken);
        bool isNew = hook.State.Settings is null;
        hook.State.Set(settings, time.GetUtcNow(), options.Value);
        await hook.SaveAsync(this, cancellationToken);
        return hook.State.Show(Key.Webhook) with { Secret = isNew ? hook.State.Secret : null };
    }

    public Task<WebhookSummary> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(RequireSet().Show(Key.Webhook));

    public async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        await hook.ClearStateAsync(cancellationToken);
        await Reminder.ForgetAsync(cancellationToken);
    }

    public async Task<WebhookSummary> RotateSecretAsync(CancellationToken cancellationToken = default)
    {
        RequireSet().RotateSecret(time.GetUtcNow(), options.Value);
        await hook.SaveAsync(this, cancellationToken);
        return hook.State.Show(Key.Webhook) with { Secret = hook.State.Secret };
    }

    public async Task TakeAsync(JobKey job, IReadOnlyList<JobEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(events);
        if (Outbox.Take(job, events, hook.State.Wants, time.GetUtcNow(), options.Value)) await SaveAndDeliverAsync(cancellationToken);
    }

    public async Task<WebhookDelivery> PingAsync(CancellationToken cancellationToken = default)
    {
        RequireEnabled();
        var ping = Outbox.Ping(WebhookBody.Ping(Key.Tenant, time.GetUtcNow()), time.GetUtcNow(), options.Value);
        await SaveAndDeliverAsync(cancellationToken);
        return ping.Show();
    }

    public async Task<WebhookDelivery> RedeliverAsync(string id, CancellationToken cancellationToken = default)
    {
        RequireEnabled();
        var again = Outbox.Redeliver(id, time.GetUtcNow(), options.Value);
        await SaveAndDeliverAsync(cancellationToken);
        return again.Show();
    }

    public Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long after, int max, CancellationToken cancellationToken = default) =>
        Task.FromResult(RequireSet().Outbox.Read(after, max));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Outbox.Pending.Count == 0) await Reminder.ForgetAsync();
        else Wake(TimeSpan.Zero);
    }

    // The reminder is there before what it reminds of: then a lost silo loses no delivery.
    private async Task SaveAndDeliverAsync(CancellationToken cancellationToken)
    {
        await Reminder.SetBeforeSaveAsync(cancellationToken);
        await hook.SaveAsync(this, cancellationToken);
        Wake(TimeSpan.Zero);
    }

    // In turns of its own, never beside another: learns how attempts went, begins those that are due, and comes back when the next one is.
    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        await NoteOutcomesAsync(cancellationToken);
        if (hook.State.Settings is not { } settings) return;
        var now = time.GetUtcNow();
        foreach (var due in Outbox.Due(now).Where(one => !_inFlight.Contains(one)).Take(options.Value.MaxInFlight - _inFlight.Count).ToArray()) _ = SendAsync(settings.Url, due);
        if (_outcomes.Count > 0) Wake(TimeSpan.Zero); // they came while others were saved: the call that they made for is not to be put off
        else if (_inFlight.Count < options.Value.MaxInFlight && Outbox.Heads().Where(one => !_inFlight.Contains(one)).Min(one => one.NextAttemptAt) is { } next) Wake(next - now);
        if (Outbox.Pending.Count > 0) await Reminder.SetAsync(cancellationToken); // reminders may end with the process, which what is pending does not
    }

    private async Task NoteOutcomesAsync(CancellationToken cancellationToken)
    {
        if (_outcomes.Count == 0) return;
        while (_outcomes.TryDequeue(out var one))
        {
            _inFlight.Remove(one.Delivery);
            hook.State.Note(one, Random.Shared.NextDouble(), time.GetUtcNow(), options.Value);
        }

        if (hook.RecordExists) await hook.SaveAsync(this, cancellationToken);
    }

    // Outside of the grain's turns: it takes events while receivers think.
    private async Task SendAsync(string url, StoredDelivery delivery)
    {
        _inFlight.Add(delivery);
        var outcome = await sender.SendAsync(url, delivery.Id, delivery.Body, hook.State.Secrets(time.GetUtcNow()), _ending.Token);
        if (_ending.IsCancellationRequested) return;
        _outcomes.Enqueue(new(delivery, url, outcome));
        Wake(TimeSpan.Zero);
    }

    private void Wake(TimeSpan after) => _pump?.Change(after > TimeSpan.Zero ? after : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private WebhookState RequireSet() => hook.State.Settings is null ? throw new WebhookNotFoundException(Key.Webhook) : hook.State;

    private void RequireEnabled()
    {
        if (!RequireSet().Settings!.Enabled) throw new InvalidWebhookException($"The webhook '{Key.Webhook}' is switched off; put it with enabled: true first.");
    }
}
