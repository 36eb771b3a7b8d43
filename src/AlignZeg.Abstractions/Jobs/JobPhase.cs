namespace AlignZeg.Abstractions.Jobs;

/// <summary>Where a job stands.</summary>
[GenerateSerializer, Alias("alignzeg.job-phase")]
public enum JobPhase
{
    /// <summary>Workers take its images.</summary>
    Running,

    /// <summary>Someone paused it; what was in hand is finished, nothing new is begun.</summary>
    Paused,

    /// <summary>Something other than its images is in the way, see <see cref="JobStatus.Problem"/>. Starting it again goes on where it stopped.</summary>
    Blocked,

    /// <summary>Every image has a result.</summary>
    Completed,

    /// <summary>Someone cancelled it; the results until then stay.</summary>
    Cancelled,

    /// <summary>A quota of its tenant is used up, see <see cref="JobStatus.Problem"/>. It goes on by itself on the next day of UTC, or when the quota is raised.</summary>
    Waiting,
}
