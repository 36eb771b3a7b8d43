namespace AlignZeg.Abstractions.Jobs;

/// <summary>The job already holds another request.</summary>
[GenerateSerializer, Alias("alignzeg.job-conflict")]
public sealed class JobConflictException : Exception
{
    /// <summary>Names the job and what differs.</summary>
    public JobConflictException(string job, string difference)
        : base($"The job '{job}' was started with another {difference}; use another name for the job, or the same request again to go on with it.") =>
        Difference = difference;

    /// <summary>Which part of the request differs.</summary>
    [Id(0)] public string Difference { get; }
}
