namespace AlignZeg.Abstractions.Jobs;

/// <summary>No such job was ever started.</summary>
[GenerateSerializer, Alias("alignzeg.job-not-found")]
public sealed class JobNotFoundException : Exception
{
    /// <summary>Names the job that is missing.</summary>
    public JobNotFoundException(string job) : base($"There is no job '{job}'; start it first.")
    {
    }
}
