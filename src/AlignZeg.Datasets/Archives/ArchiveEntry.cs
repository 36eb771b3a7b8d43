using System.Text.Json;

namespace AlignZeg.Datasets.Archives;

/// <summary>A file that came: an image, or one that is skipped, and why.</summary>
/// <param name="Name">For an image a path that can be created under any folder, unique in its archive; for a skipped file what it was called, cut short.</param>
/// <param name="Content">All bytes of the image; null = skipped.</param>
/// <param name="Reason">One of <see cref="SkipReasons"/>; null = not skipped.</param>
public sealed record ArchiveEntry(string Name, byte[]? Content, string? Reason)
{
    /// <summary>All bytes of a file that says something about an image beside it, as WebDataset has them (<c>0001.json</c> beside <c>0001.jpg</c>), or about many, see <see cref="MetadataList"/>; null = it is none.</summary>
    public byte[]? Sidecar { get; init; }

    /// <summary>What is said about the image where it is: the other columns of its row in a table. Default: null, nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
