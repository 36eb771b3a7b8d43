using System.Text.Json;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Splits;

namespace AlignZeg.Cli.Splits;

/// <summary>The files of a split, a line per image: <c>PART.txt</c> with names, or <c>PART.jsonl</c>, a manifest that every verb takes.</summary>
internal sealed class SplitFiles : IDisposable
{
    private readonly StreamWriter[] _parts;
    private readonly string? _base;
    private readonly ImageMetadata _metadata = new();

    /// <param name="folder">Takes the files.</param> <param name="parts">Their names.</param>
    /// <param name="place">Where the folder will be, which the paths of manifests are relative to; null for lists of names.</param>
    public SplitFiles(ExportFolder folder, IEnumerable<SplitPart> parts, string? place)
    {
        _base = place is null ? null : Path.GetFullPath(place);
        _parts = [.. parts.Select(part => new StreamWriter(folder.PathOf(part.Name + (place is null ? ".txt" : ".jsonl"))) { NewLine = "\n" })];
    }

    /// <summary>Adds an image to a part.</summary>
    /// <param name="part">Number of the part.</param> <param name="image">Read and hashed.</param> <param name="origin">Where it came from: what the manifest that named it says besides goes with it.</param>
    public void Add(int part, HashedImage image, ImageOrigin origin) => _parts[part].WriteLine(_base is null ? image.Image.Name : JsonSerializer.Serialize(
        new
        {
            Image = Path.GetRelativePath(_base, image.Image.Path).Replace(Path.DirectorySeparatorChar, '/'), Id = image.Image.Name, Sha256 = Convert.ToHexStringLower(image.Sha256!),
            Metadata = origin.Metadata is { } place ? _metadata.Read(place) : null,
        }, ResultJson.Line));

    public void Dispose()
    {
        foreach (var part in _parts) part.Dispose();
        _metadata.Dispose();
    }
}
