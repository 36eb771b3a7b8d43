using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Webhooks;

/// <summary>A delivery as it is stored.</summary>
internal sealed class StoredDelivery
{
    public required long Number { get; init; }

    public required string Id { get; init; }

    public required string Type { get; init; }

    public string? Job { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Waits for no other event of its job, and no other waits for it.</summary>
    public bool IsBeside { get; init; }

    /// <summary>Is not tried again.</summary>
    public bool IsOnce { get; init; }

    public DeliveryState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? FirstAttemptAt { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    public int? LastStatus { get; set; }

    public string? LastProblem { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public WebhookDelivery Show() => new(Number, Id, Type, Job, CreatedAt, State, Attempts, LastAttemptAt, LastStatus, LastProblem, NextAttemptAt);
}
