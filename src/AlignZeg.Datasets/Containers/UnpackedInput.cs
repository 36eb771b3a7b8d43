using System.Text.Json;

namespace AlignZeg.Datasets.Containers;

/// <summary>A container that was unpacked, or a folder far away that was fetched, to its end.</summary>
/// <param name="Container">Its path, absolute; or its address, without credentials.</param>
/// <param name="Bytes">Its length then.</param>
/// <param name="Changed">When it was changed last before that, in ticks of UTC.</param>
/// <param name="Images">Images that came out of it.</param>
/// <param name="Skipped">Files that did not.</param>
/// <param name="LeftOut">Files that were not looked at, because their names are not those of images. Default: 0, archives have none such.</param>
public sealed record UnpackedInput(string Container, long Bytes, long Changed, long Images, IReadOnlyList<SkippedFiles> Skipped, int LeftOut = 0)
{
    private const string Name = "unpacked.json";

    /// <summary>The files that were not taken, one per line: <c>archive</c>, <c>name</c>, <c>reason</c>.</summary>
    internal const string SkippedName = "skipped.jsonl";

    /// <summary>The images, as a manifest has them.</summary>
    internal const string ManifestName = "manifest.jsonl";

    /// <summary>Where it was unpacked to.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>The file with what was skipped, one JSON object per line; empty if nothing was.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string SkippedFile => Path.Combine(Folder, SkippedName);

    /// <summary>What is in the folder, if it is all of the container as that is now; else null.</summary>
    internal static UnpackedInput? Find(string folder, FileInfo container)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return null;
        try
        {
            var there = JsonSerializer.Deserialize<UnpackedInput>(File.ReadAllBytes(path));
            return there is { } one && one.Container == container.FullName && one.Bytes == container.Length && one.Changed == container.LastWriteTimeUtc.Ticks ? one with { Folder = folder } : null;
        }
        catch (JsonException)
        {
            return null; // half written: unpacked again
        }
    }

    /// <summary>Says no longer that the folder has all of something.</summary>
    internal static void Forget(string folder) => File.Delete(Path.Combine(folder, Name));

    /// <summary>Says that the folder has all of it.</summary>
    internal void Save()
    {
        string path = Path.Combine(Folder, Name);
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
