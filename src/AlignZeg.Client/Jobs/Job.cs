using AlignZeg.Client.Tenants;

namespace AlignZeg.Client.Jobs;

/// <summary>A job at one moment.</summary>
public sealed record Job
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobPhase Phase { get; init; }

    /// <summary>Why it is blocked, what it waits for, or, while it is running, what its workers could not begin with and try again; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>All its images.</summary>
    public required int Total { get; init; }

    /// <summary>Images that are labelled.</summary>
    public required int Ok { get; init; }

    /// <summary>Images whose newest result is a failure.</summary>
    public required int Failed { get; init; }

    /// <summary>Images in the hands of workers.</summary>
    public required int Leased { get; init; }

    /// <summary>Images nobody has begun.</summary>
    public required int Pending { get; init; }

    /// <summary>Failed images per reason code.</summary>
    public IReadOnlyDictionary<string, int> FailuresByReason { get; init; } = new Dictionary<string, int>();

    /// <summary>How often its failed images were opened again.</summary>
    public int Retries { get; init; }

    /// <summary>When it was first started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its newest result became durable; null before the first of the present run.</summary>
    public DateTimeOffset? LastProgressAt { get; init; }

    /// <summary>When it completed or was cancelled; null while it may go on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Of the present run; null before its first result.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>At that rate; null if unknown or not running.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>What all its results have used, superseded ones too.</summary>
    public required UsageAmount Usage { get; init; }

    /// <summary>Images with a result.</summary>
    public int Done() => Ok + Failed;

    /// <summary>True if nothing more will happen by itself.</summary>
    public bool IsAtRest() => Phase is JobPhase.Paused or JobPhase.Blocked or JobPhase.Completed or JobPhase.Cancelled;

    // Rates and the time left change without anything that happens.
    internal bool SaysTheSameAs(Job? other) =>
        other is not null && (Phase, Problem, Total, Ok, Failed, Leased, Retries) == (other.Phase, other.Problem, other.Total, other.Ok, other.Failed, other.Leased, other.Retries);
}
