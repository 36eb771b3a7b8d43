using System.Text.Json;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>A row of a table: an image in it, one that it says where to find, or neither.</summary>
/// <param name="Name">A path that leads nowhere else, unique in its table.</param>
/// <param name="Content">All bytes of the image; null = it has none.</param>
/// <param name="File">A file that exists, absolute; null = it is not in a file.</param>
/// <param name="Metadata">The other columns with a value; null = there are none.</param>
internal sealed record TableRow(string Name, byte[]? Content, string? File, Dictionary<string, JsonElement>? Metadata)
{
    /// <summary>Why its bytes are no image, one of <see cref="Archives.SkipReasons"/>; null = nothing is wrong with them.</summary>
    public string? Reason { get; init; }
}
