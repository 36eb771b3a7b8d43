using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Datasets;

/// <summary>An import at one moment.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Images">Blobs that became images so far.</param>
/// <param name="Bytes">Of them.</param>
/// <param name="Duplicates">Images among them whose bytes the server had.</param>
/// <param name="SkippedCount">Blobs that are no images.</param>
/// <param name="Skipped">The first of them.</param>
/// <param name="Version">Number of the version that it made; null before its end.</param>
/// <param name="Problem">Why it failed; null otherwise.</param>
public sealed record DatasetImport(
    string Id, ImportPhase Phase, int Images, long Bytes, int Duplicates, int SkippedCount, IReadOnlyList<SkippedFile>? Skipped = null, int? Version = null, string? Problem = null);

/// <summary>Images that the server shall fetch by itself.</summary>
/// <param name="Container">Address of a blob container with a signature (SAS) that allows listing and reading.</param>
/// <param name="Prefix">Only blobs whose names begin so; null = all.</param>
/// <param name="Id">Names the import; the same name again is the same import. Null = the client chooses one, so that the call is safe to repeat.</param>
public sealed record ImportOrder(string Container, string? Prefix = null, string? Id = null);

/// <summary>Where an import stands.</summary>
[JsonConverter(typeof(OpenEnumConverter<ImportPhase>))]
public enum ImportPhase
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>Blobs are being fetched.</summary>
    Running,

    /// <summary>There is a version.</summary>
    Completed,

    /// <summary>There is none.</summary>
    Failed,
}
