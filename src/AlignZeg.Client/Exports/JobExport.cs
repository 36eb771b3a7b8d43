using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Exports;

/// <summary>An export at one moment.</summary>
/// <param name="Id">Its name within the job.</param>
/// <param name="Format">What it is written as.</param>
/// <param name="Strict">Whether losses are forbidden.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Done">Results dealt with.</param>
/// <param name="Total">Images of the job.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was at rest; null before.</param>
/// <param name="Problem">Why it failed, or what a running one waits for; null = nothing.</param>
/// <param name="Archive">What came of it; null before its end, and if nothing did.</param>
/// <param name="Report">What was written and lost; in lists, and before the end, null.</param>
public sealed record JobExport(
    string Id, string Format, bool Strict, ExportPhase Phase, int Done, int Total, DateTimeOffset StartedAt, DateTimeOffset? EndedAt = null, string? Problem = null, ExportArchive? Archive = null,
    ExportReport? Report = null);

/// <summary>The archive of an export.</summary>
/// <param name="Images">In it.</param>
/// <param name="LeftOut">Not in it.</param>
/// <param name="Partial">True if the job was not completed when its results were read.</param>
/// <param name="Lossless">True if a reader gets every label of every image, and none was left out.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="Url">Where it can be had without a key, for a while; in lists null.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record ExportArchive(long Images, long LeftOut, bool Partial, bool Lossless, long Bytes, string Sha256, Uri? Url = null, DateTimeOffset? ExpiresAt = null);

/// <summary>What an export wrote and what was lost on the way: <c>export-report.json</c> of the archive.</summary>
/// <param name="Format">The format.</param>
/// <param name="Images">Images in the export.</param>
/// <param name="Partial">True if images are missing that may come yet.</param>
/// <param name="Lossless">True if a reader gets every label of every image, and no image was left out.</param>
/// <param name="Pixels">Pixels of the images.</param>
/// <param name="ChangedPixels">Pixels that a reader gets another label for.</param>
/// <param name="DroppedHoles">Holes that a polygon could not have.</param>
/// <param name="DroppedParts">Parts that the format has no place for.</param>
/// <param name="MergedParts">Connected parts that share a record with another part of their class.</param>
/// <param name="RemappedIds">Classes whose id in the format is not their id in the vocabulary.</param>
/// <param name="LeftOut">Images left out.</param>
/// <param name="LeftOutImages">The first thousand of those.</param>
/// <param name="Notes">What a user should know of the readers.</param>
/// <param name="Classes">Per class.</param>
public sealed record ExportReport(
    string Format, long Images, bool Partial, bool Lossless, long Pixels, long ChangedPixels, long DroppedHoles, long DroppedParts, long MergedParts, int RemappedIds, long LeftOut,
    IReadOnlyList<LeftOutImage> LeftOutImages, IReadOnlyList<string> Notes, IReadOnlyList<ExportedClass> Classes);

/// <summary>An image that is not in the export.</summary>
/// <param name="Name">Its name.</param> <param name="Reason">A sentence.</param>
public sealed record LeftOutImage(string Name, string Reason);

/// <summary>A class in the export.</summary>
/// <param name="Id">In the vocabulary.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExportedId">In the format.</param>
/// <param name="Pixels">In the source.</param>
/// <param name="RoundTripIou">Of the source with what a reader gets, 0 to 1; null if neither has the class.</param>
public sealed record ExportedClass(int Id, string Name, long ExportedId, long Pixels, double? RoundTripIou = null);

/// <summary>Where an export stands.</summary>
[JsonConverter(typeof(OpenEnumConverter<ExportPhase>))]
public enum ExportPhase
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>It is being written, or waits for its turn.</summary>
    Running,

    /// <summary>There is an archive.</summary>
    Completed,

    /// <summary>There is none; started again, it is tried again.</summary>
    Failed,
}

/// <summary>A page of exports.</summary>
/// <param name="Exports">By id.</param> <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record ExportPage(IReadOnlyList<JobExport> Exports, string? Next = null);
