using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Webhooks;

/// <summary>What a webhook has to deliver, and the rules about it; no clock, no network, no storage.</summary>
internal sealed class WebhookOutbox
{
    private static readonly TimeSpan RememberJobs = TimeSpan.FromDays(7);

    public long LastNumber { get; set; }

    /// <summary>Events that were given up because too many were pending, ever.</summary>
    public long Dropped { get; set; }

    /// <summary>Not delivered yet, by number.</summary>
    public List<StoredDelivery> Pending { get; set; } = [];

    /// <summary>Delivered or given up, in the order of their ends.</summary>
    public List<StoredDelivery> Ended { get; set; } = [];

    /// <summary>The last event that was taken of each job, while the job may tell it again.</summary>
    public Dictionary<string, TakenEvent> Taken { get; set; } = [];

    /// <summary>Takes those events of a job that are wanted and not known.</summary>
    /// <returns>True if there were any.</returns>
    public bool Take(JobKey job, IEnumerable<JobEvent> events, Func<string, bool> isWanted, DateTimeOffset now, WebhookOptions options)
    {
        long last = Taken.TryGetValue(job.Job, out var taken) ? taken.Sequence : 0;
        var wanted = events.Where(one => one.Sequence > last && isWanted(one.Type)).OrderBy(one => one.Sequence).ToArray();
        if (wanted.Length == 0) return false;
        foreach (var one in wanted) Add(WebhookBody.Of(job, one), now);
        foreach (string old in Taken.Where(entry => now - entry.Value.At > RememberJobs).Select(entry => entry.Key).ToArray()) Taken.Remove(old);
        Taken[job.Job] = new(wanted[^1].Sequence, now);
        Trim(now, options);
        return true;
    }

    /// <summary>Takes an event that is sent once, beside all others.</summary>
    /// <exception cref="InvalidWebhookException">Too much is pending.</exception>
    public StoredDelivery Ping(WebhookBody body, DateTimeOffset now, WebhookOptions options)
    {
        RequireRoom(options);
        return Add(body.Id, body.Type, null, body.ToJson(), body.Created, now, isBeside: true, isOnce: true);
    }

    /// <summary>Delivers an event again; of one that is pending, makes the next attempt due.</summary>
    /// <exception cref="DeliveryNotFoundException">It is not kept.</exception>
    /// <exception cref="InvalidWebhookException">Too much is pending.</exception>
    public StoredDelivery Redeliver(string id, DateTimeOffset now, WebhookOptions options)
    {
        if (Pending.Find(one => one.Id == id) is { } pending)
        {
            pending.NextAttemptAt = now;
            return pending;
        }

        var ended = Ended.FindLast(one => one.Id == id) ?? throw new DeliveryNotFoundException(id);
        RequireRoom(options);
        return Add(ended.Id, ended.Type, ended.Job, ended.Body, ended.CreatedAt, now, isBeside: true, ended.IsOnce);
    }

    /// <summary>What may be sent now: of each job the first event that is pending, if its time has come.</summary>
    public IEnumerable<StoredDelivery> Due(DateTimeOffset now) => Heads().Where(one => one.NextAttemptAt <= now);

    /// <summary>The first pending event of each job, and all that stand beside.</summary>
    public IEnumerable<StoredDelivery> Heads()
    {
        var jobs = new HashSet<string>(StringComparer.Ordinal);
        return Pending.Where(one => one.IsBeside || one.Job is null || jobs.Add(one.Job));
    }

    /// <summary>Learns how an attempt went. Of a delivery that was given up meanwhile nothing is learnt.</summary>
    /// <param name="delivery">Which.</param> <param name="outcome">How.</param> <param name="chance">0 to 1, see <see cref="RetryPlan"/>.</param> <param name="now">The time.</param> <param name="options">The limits.</param>
    public void Note(StoredDelivery delivery, SendOutcome outcome, double chance, DateTimeOffset now, WebhookOptions options)
    {
        if (!Pending.Contains(delivery)) return;
        delivery.Attempts++;
        delivery.FirstAttemptAt ??= now;
        (delivery.LastAttemptAt, delivery.LastStatus, delivery.LastProblem) = (now, outcome.Status, outcome.Problem);
        if (outcome.IsDelivered) End(delivery, DeliveryState.Delivered, options);
        else if (!delivery.IsOnce && RetryPlan.PauseAfter(delivery.Attempts, now - delivery.FirstAttemptAt.Value, chance, options) is { } pause) delivery.NextAttemptAt = now + pause;
        else End(delivery, DeliveryState.Failed, options);
    }

    /// <summary>Gives up all that is pending.</summary>
    public void GiveUpAll(string problem, WebhookOptions options)
    {
        foreach (var delivery in Pending.ToArray()) GiveUp(delivery, problem, options);
    }

    /// <summary>Deliveries by number, above one.</summary>
    public IReadOnlyList<WebhookDelivery> Read(long after, int max) =>
        [.. Pending.Concat(Ended).Where(one => one.Number > after).OrderBy(one => one.Number).Take(max).Select(one => one.Show())];

    private void Add(WebhookBody body, DateTimeOffset now) => Add(body.Id, body.Type, body.Job, body.ToJson(), body.Created, now);

    private StoredDelivery Add(string id, string type, string? job, string body, DateTimeOffset createdAt, DateTimeOffset now, bool isBeside = false, bool isOnce = false)
    {
        var delivery = new StoredDelivery { Number = ++LastNumber, Id = id, Type = type, Job = job, Body = body, CreatedAt = createdAt, IsBeside = isBeside, IsOnce = isOnce, NextAttemptAt = now };
        Pending.Add(delivery);
        return delivery;
    }

    // What tells of progress goes first: the job's own events say the same in the end.
    private void Trim(DateTimeOffset now, WebhookOptions options)
    {
        while (Pending.Count > options.MaxPending)
        {
            GiveUp(Pending.Find(one => one.Type == WebhookEvents.BatchCompleted) ?? Pending[0], $"More than {options.MaxPending:N0} events were pending; the oldest were given up at {now:u}.", options);
            Dropped++;
        }
    }

    private void GiveUp(StoredDelivery delivery, string problem, WebhookOptions options)
    {
        delivery.LastProblem = problem;
        End(delivery, DeliveryState.Failed, options);
    }

    private void End(StoredDelivery delivery, DeliveryState state, WebhookOptions options)
    {
        Pending.Remove(delivery);
        (delivery.State, delivery.NextAttemptAt) = (state, null);
        Ended.Add(delivery);
        if (Ended.Count > options.KeepDeliveries) Ended.RemoveRange(0, Ended.Count - options.KeepDeliveries);
    }

    private void RequireRoom(WebhookOptions options)
    {
        if (Pending.Count >= options.MaxPending) throw new InvalidWebhookException($"{Pending.Count:N0} events wait for this webhook already; try again when its receiver answers.");
    }
}

/// <summary>The last event that was taken of a job.</summary>
internal sealed record TakenEvent(long Sequence, DateTimeOffset At);
