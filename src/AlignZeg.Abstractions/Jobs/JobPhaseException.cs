namespace AlignZeg.Abstractions.Jobs;

/// <summary>The job is in a phase that does not allow what was asked.</summary>
[GenerateSerializer, Alias("alignzeg.job-phase-exception")]
public sealed class JobPhaseException : Exception
{
    /// <summary>Says what was asked of a job in which phase.</summary>
    public JobPhaseException(string job, string asked, JobPhase phase) : base($"The job '{job}' cannot be {asked}: it is {phase.ToString().ToLowerInvariant()}.") =>
        Phase = phase;

    /// <summary>Where the job stands.</summary>
    [Id(0)] public JobPhase Phase { get; }
}
