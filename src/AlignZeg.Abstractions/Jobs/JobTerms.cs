namespace AlignZeg.Abstractions.Jobs;

/// <summary>How a job shall be run. Not part of what it is: the same request with other terms is the same job, and its results are the same bytes.</summary>
/// <param name="Priority">Among the jobs of one tenant, higher goes first; between tenants it says nothing. -100 to 100.</param>
/// <param name="Deadline">Among jobs of the same priority, the earlier deadline goes first; null = after those that have one.</param>
/// <param name="MaxFailures">More failed images than this block the job: its images are hopeless, and a person should look. Null = as many as there are.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-terms")]
public sealed record JobTerms(int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null)
{
    /// <summary>The lowest priority.</summary>
    public const int LowestPriority = -100;

    /// <summary>The highest priority.</summary>
    public const int HighestPriority = 100;

    /// <summary>What holds where a request has none.</summary>
    public static readonly JobTerms Default = new();

    /// <summary>Accepts terms that keep the rules.</summary>
    /// <exception cref="InvalidJobTermsException">A number is out of its range.</exception>
    public void Check()
    {
        if (Priority is < LowestPriority or > HighestPriority)
            throw new InvalidJobTermsException($"The priority is {Priority}; give a number from {LowestPriority} to {HighestPriority}.");
        if (MaxFailures < 0) throw new InvalidJobTermsException($"The most failures are {MaxFailures}; give 0 or more, or nothing for no limit.");
    }
}
