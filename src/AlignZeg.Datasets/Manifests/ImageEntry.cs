namespace AlignZeg.Datasets.Manifests;

/// <summary>One image to label.</summary>
/// <param name="Name">
/// Unique in its selection, relative, with forward slashes, without characters that a file system refuses; with the extension of the file, such as
/// <c>holiday/a.jpg</c>, or the manifest's id.
/// </param>
/// <param name="Stem">Names the outputs: <c>Stem + ".png"</c>. Unique in its selection, also on file systems that ignore case; see <see
/// cref="OutputStems"/>.</param>
/// <param name="Path">Where the file is, absolute.</param>
/// <param name="Bytes">Length of the file; 0 if it is gone or cannot be read, which reading it will say.</param>
/// <param name="Version">
/// Another one where the content may be another: for files the time of their last change in ticks of UTC, for what was unpacked a hash of it. Default: empty, unknown.
/// </param>
public sealed record ImageEntry(string Name, string Stem, string Path, long Bytes, string Version = "")
{
    /// <summary>What the file is called where it lies, as <see cref="Name"/> would have it if no character had to be changed and nothing cut; null = just so.</summary>
    public string? Original { get; init; }
}
