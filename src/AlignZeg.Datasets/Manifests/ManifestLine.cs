using System.Text.Json;

namespace AlignZeg.Datasets.Manifests;

/// <summary>A line of a manifest.</summary>
/// <param name="Number">From 1.</param> <param name="Place">Where it is.</param> <param name="Image">A path or an address, as written.</param> <param name="Id">What names the image; null = nothing.</param>
/// <param name="Json">All of it.</param>
internal sealed record ManifestLine(int Number, LinePlace Place, string Image, string? Id, JsonElement Json)
{
    /// <summary>The image's path, absolute; only for those that are paths.</summary>
    public string Path => System.IO.Path.GetFullPath(Image, Folder);

    /// <summary>The folder of the manifest.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Place.File)!;
}
