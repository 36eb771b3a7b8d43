namespace AlignZeg.Abstractions.Exports;

/// <summary>An export at one moment.</summary>
/// <param name="Order">What was asked for.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Done">Results that the present run has dealt with.</param>
/// <param name="Total">Images of the job.</param>
/// <param name="Problem">Why it failed, or what a running one waits for; null = nothing.</param>
/// <param name="Outcome">What came of it; null before its end, and if nothing did.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was at rest; null before.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.export-status")]
public sealed record ExportStatus(
    ExportOrder Order, ExportPhase Phase, int Done, int Total, string? Problem, ExportOutcome? Outcome, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>What came of an export.</summary>
/// <param name="Images">In the archive.</param>
/// <param name="LeftOut">Not in it.</param>
/// <param name="Partial">True if the job was not completed when its results were read.</param>
/// <param name="Lossless">True if a reader gets every label of every image, and none was left out.</param>
/// <param name="Bytes">Of the archive.</param>
/// <param name="Sha256">Of the archive, lower-case hex.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.export-outcome")]
public sealed record ExportOutcome(long Images, long LeftOut, bool Partial, bool Lossless, long Bytes, string Sha256);

/// <summary>Where an export stands.</summary>
[GenerateSerializer, Alias("alignzeg.export-phase")]
public enum ExportPhase
{
    /// <summary>It is being written, or waits for its turn.</summary>
    Running,

    /// <summary>There is an archive.</summary>
    Completed,

    /// <summary>There is none; started again, it is tried again from the beginning.</summary>
    Failed,
}
