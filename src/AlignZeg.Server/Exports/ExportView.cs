using AlignZeg.Abstractions.Exports;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Server.Exports;

/// <summary>An export as callers see it.</summary>
/// <param name="Id">Its name within the job.</param>
/// <param name="Format">What it is written as.</param>
/// <param name="Strict">Whether losses are forbidden.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Done">Results dealt with.</param>
/// <param name="Total">Images of the job.</param>
/// <param name="Problem">Why it failed, or what a running one waits for.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was at rest.</param>
/// <param name="Archive">What came of it.</param>
/// <param name="Report">What was written and lost, where one export is asked for.</param>
internal sealed record ExportView(
    string Id, string Format, bool Strict, ExportPhase Phase, int Done, int Total, string? Problem, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ArchiveView? Archive = null,
    ExportReport? Report = null)
{
    public static ExportView Of(string id, ExportStatus status) => new(
        id, status.Order.Format, status.Order.Strict, status.Phase, status.Done, status.Total, status.Problem, status.StartedAt, status.EndedAt, status.Outcome is { } outcome ? ArchiveView.Of(outcome) : null);
}

/// <summary>The archive of an export.</summary>
/// <param name="Images">In it.</param>
/// <param name="LeftOut">Not in it.</param>
/// <param name="Partial">True if the job was not completed when its results were read.</param>
/// <param name="Lossless">True if a reader gets every label of every image, and none was left out.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Url">Where it can be had without a key, for a while; where one export is asked for.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record ArchiveView(long Images, long LeftOut, bool Partial, bool Lossless, long Bytes, string Sha256, string? Url = null, DateTimeOffset? ExpiresAt = null)
{
    public static ArchiveView Of(ExportOutcome outcome) => new(outcome.Images, outcome.LeftOut, outcome.Partial, outcome.Lossless, outcome.Bytes, outcome.Sha256);
}
