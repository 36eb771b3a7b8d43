using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Webhooks;

/// <summary>What a webhook must not forget. The secret is stored as it is: deliveries cannot be signed with its hash.</summary>
internal sealed class WebhookState
{
    public WebhookSettings? Settings { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Why it was switched off by itself.</summary>
    public string? Problem { get; set; }

    public string Secret { get; set; } = "";

    public string? OldSecret { get; set; }

    public DateTimeOffset? OldSecretEndsAt { get; set; }

    public WebhookOutbox Outbox { get; set; } = new();

    /// <summary>Takes settings; the first ones make a secret. Switched off, it gives up what is pending.</summary>
    /// <exception cref="InvalidWebhookException">It cannot be told of one of the events.</exception>
    public void Set(WebhookSettings settings, DateTimeOffset now, WebhookOptions options)
    {
        if (settings.Events?.Where(type => !WebhookEvents.All.Contains(type)).ToArray() is { Length: > 0 } unknown)
            throw new InvalidWebhookException($"There are no events '{unknown[0] ?? "null"}'; there are {string.Join(", ", WebhookEvents.All)}.");
        if (settings.Events is { Count: 0 }) throw new InvalidWebhookException("The list of events is empty; leave it out for all of them, or switch the webhook off with enabled: false.");
        if (Settings is null) (CreatedAt, Secret) = (now, WebhookSignature.NewSecret());
        (Settings, Problem) = (settings, null);
        if (!settings.Enabled) Outbox.GiveUpAll("The webhook was switched off.", options);
    }

    /// <summary>Whether it is to be told of events of a type.</summary>
    public bool Wants(string type) => Settings is { Enabled: true } settings && (settings.Events?.Contains(type) ?? true);

    /// <summary>What deliveries are signed with: the secret, and for a while the one before.</summary>
    public IReadOnlyList<string> Secrets(DateTimeOffset now) => OldSecret is { } old && now < OldSecretEndsAt ? [Secret, old] : [Secret];

    /// <summary>Puts a new secret in the place of the old one.</summary>
    public void RotateSecret(DateTimeOffset now, WebhookOptions options) =>
        (OldSecret, OldSecretEndsAt, Secret) = (Secret, now + options.OldSecretLifetime, WebhookSignature.NewSecret());

    /// <summary>Learns how an attempt went; a receiver that is gone for good switches the webhook off, unless that has another receiver by now: then it is tried again there.</summary>
    public void Note(SendAttempt attempt, double chance, DateTimeOffset now, WebhookOptions options)
    {
        Outbox.Note(attempt.Delivery, attempt.Outcome, chance, now, options);
        if (!attempt.Outcome.IsGone || attempt.Url != Settings?.Url) return;
        (Settings, Problem) = (Settings with { Enabled = false }, "The receiver answered 410 Gone, so nothing is sent any more; put the webhook again to switch it on.");
        Outbox.GiveUpAll(attempt.Outcome.Problem!, options);
    }

    /// <summary>Shows it, without its secret.</summary>
    public WebhookSummary Show(string name) =>
        new(name, Settings!.Url, Settings.Events ?? WebhookEvents.All, Settings.Enabled, Problem, CreatedAt, Outbox.Pending.Count, Outbox.Dropped);
}
