using System.Text.Json;

namespace AlignZeg.Datasets.Containers;

/// <summary>An image that came out of a container.</summary>
/// <param name="Name">What the container calls it, as a path that leads nowhere else.</param>
/// <param name="File">Where it is: below the folder of what was unpacked, with <c>/</c>; or absolute, if the container only says where it is.</param>
internal sealed record UnpackedImage(string Name, string File)
{
    /// <summary>What the container says about it; null = nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
