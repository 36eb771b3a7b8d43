using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Cli.Progress;

/// <summary>How far a job is.</summary>
/// <param name="Done">Images with a result, failed ones included.</param>
/// <param name="Total">Images of the job.</param>
/// <param name="Failed">Images without a label map.</param>
/// <param name="Resumed">Images that were done before this process started.</param>
/// <param name="Elapsed">Since this process began to label.</param>
internal sealed record ProgressSnapshot(long Done, long Total, long Failed, long Resumed, TimeSpan Elapsed)
{
    /// <summary>What is counted. Default: images.</summary>
    public string Unit { get; init; } = "images";

    /// <summary>The job that is watched; null for work of this process alone.</summary>
    public JobStatus? Job { get; init; }

    /// <summary>What the server of a remote job says of its rate and the time left; null for all other work.</summary>
    public (double Rate, TimeSpan? Left)? Told { get; init; }

    /// <summary>How long nothing has become done, in whole minutes; 0 while there is nothing to worry about.</summary>
    public int SilentMinutes => (int)(Job?.SilentFor()?.TotalMinutes ?? 0);

    /// <summary>What else to say, for work that counts something else.</summary>
    public string Note { get; init; } = "";

    /// <summary>Images per second of this process; 0 until one is done.</summary>
    public double Rate => Told is { } told ? told.Rate : Job is not null ? Job.Rate() : Elapsed > TimeSpan.Zero ? (Done - Resumed) / Elapsed.TotalSeconds : 0;

    /// <summary>Time left at this rate; null while unknown.</summary>
    public TimeSpan? Left => Told is { } told ? told.Left : Job is not null ? Job.Remaining() : Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}
