namespace AlignZeg.Client.Jobs;

/// <summary>What a job shall do.</summary>
/// <param name="Dataset">The images.</param>
/// <param name="Vocabulary">The classes.</param>
/// <param name="Model">What labels.</param>
public sealed record JobOrder(string Dataset, string Vocabulary, string Model)
{
    /// <summary>The job's name; the same name again is the same job. Null = the client chooses one, so that the call is safe to repeat.</summary>
    public string? Id { get; init; }

    /// <summary>Null = the latest.</summary>
    public int? DatasetVersion { get; init; }

    /// <summary>Null = the latest.</summary>
    public int? VocabularyVersion { get; init; }

    /// <summary>True: a map of the confidence per image, too.</summary>
    public bool Confidence { get; init; }

    /// <summary>True: the classes painted over each image, too.</summary>
    public bool Overlay { get; init; }

    /// <summary>Among one's own jobs, higher goes first: -100 to 100. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>Among jobs of the same priority, the earliest goes first; null = after those that have one.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>More failed images than this block the job; null = as many as there are.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>How pictures that are too large to be read whole are cut; null = above 8,192 pixels a side into tiles of 4,096, or as the job was first started.</summary>
    public JobTiling? Tiling { get; init; }
}

/// <summary>How a job shall be run from now on; what is left out is at its default.</summary>
/// <param name="Priority">Among one's own jobs, higher goes first.</param>
/// <param name="Deadline">Among jobs of the same priority, the earliest goes first.</param>
/// <param name="MaxFailures">More failed images than this block the job.</param>
public sealed record JobTerms(int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null);

/// <summary>Which failed images shall be tried again.</summary>
/// <param name="Reasons">Reason codes; null = all.</param>
/// <param name="Number">The how-manieth retry of the job it is, from 1; null = the next.</param>
public sealed record JobRetry(IReadOnlyList<string>? Reasons = null, int? Number = null);
