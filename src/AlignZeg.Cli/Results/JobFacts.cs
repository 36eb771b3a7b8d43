using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Cli.Results;

/// <summary>What a job's summary says besides counts and scores; kept, so that the summary can be written again.</summary>
internal sealed record JobFacts
{
    /// <summary>The job's id.</summary>
    public required string Job { get; init; }

    /// <summary>The model's name and the beginning of its hash.</summary>
    public required string Model { get; init; }

    /// <summary>The vocabulary's name.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>Number of shards.</summary>
    public required int Shards { get; init; }

    /// <summary>Per class whether the model was trained with its masks, by its own word; null where it does not say. A split that is given to a run goes before it and is not kept.</summary>
    public required IReadOnlyList<bool?> Seen { get; init; }

    /// <summary>Images that the run which finished the job labelled itself.</summary>
    public required long Labelled { get; init; }

    /// <summary>How long that took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images computed twice because a process or a lease was lost.</summary>
    public required long Recomputed { get; init; }

    /// <summary>What the job has used, all of its runs together; null where an earlier version of the program ran it.</summary>
    public LabellingUsage? Usage { get; init; }

    /// <summary>Classes that text encoders of the devices embedded while the run that finished the job was at work; null where an earlier version of the program ran it.</summary>
    public long? TextRuns { get; init; }
}
