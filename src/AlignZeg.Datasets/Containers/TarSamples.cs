using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Containers;

/// <summary>
/// Tells the samples of a WebDataset apart as the files of an archive come: their <c>.json</c>, <c>.cls</c> and <c>.txt</c> become the metadata of their images; where there are such, an image of a
/// compound kind (<c>seg.png</c>) beside one of a plain kind (<c>jpg</c>) is a companion and no image to label. Files of an ordinary archive are samples of their own. It goes by names, which are
/// unique in an archive: where images are kept meanwhile is the caller's. For one reader.
/// </summary>
public sealed class TarSamples
{
    private const int MostImages = 1000; // of one sample in memory, as names: frames of a film share a key, too
    private readonly List<string> _images = [];
    private readonly List<string> _sidecars = [];
    private Dictionary<string, JsonElement> _metadata = [];
    private string? _key;

    /// <summary>Takes the next file of the archive.</summary>
    /// <returns>What is settled by it: the files of the sample before it, if that is over, and the file itself, if it is skipped. Whoever stores images does so afterwards.</returns>
    public IReadOnlyList<SampleFile> Add(ArchiveEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (key, kind) = Sidecars.Split(entry.Name);
        List<SampleFile> settled = key != _key || _images.Count == MostImages ? [.. Close()] : [];
        _key = key;
        if (entry.Content is not null) _images.Add(entry.Name);
        else if (entry.Sidecar is null) settled.Add(new(entry.Name, IsImage: false, entry.Reason));
        else if (TryDescribe(kind, entry.Sidecar)) _sidecars.Add(entry.Name);
        else settled.Add(new(entry.Name, IsImage: false, SkipReasons.BrokenMetadata));
        return settled;
    }

    /// <summary>The archive is over.</summary>
    /// <returns>The files of its last sample, in their order.</returns>
    public IReadOnlyList<SampleFile> Close()
    {
        bool described = _metadata.Count > 0 && _images.Exists(IsPlain);
        List<SampleFile> settled =
        [
            .. _images.Select(image => described && !IsPlain(image) ? new(image, IsImage: true, SkipReasons.Companion) : new SampleFile(image, IsImage: true, null) { Metadata = _metadata.Count > 0 ? _metadata : null }),
            .. _images.Count == 0 ? _sidecars.Select(name => new SampleFile(name, IsImage: false, SkipReasons.NotAnImage)) : [],
        ];
        _images.Clear();
        _sidecars.Clear();
        _metadata = []; // the old one belongs to the images now
        return settled;
    }

    private static bool IsPlain(string image) => !Sidecars.Split(image).Kind.Contains('.');

    private bool TryDescribe(string kind, byte[] bytes) => kind.Equals("json", StringComparison.OrdinalIgnoreCase) ? TakeJson(bytes) : TakeText(kind.ToLowerInvariant(), bytes);

    private bool TakeJson(byte[] bytes)
    {
        if (ImageMetadata.Parse(bytes) is not { } value) return false;
        if (value.ValueKind != JsonValueKind.Object) _metadata["json"] = value;
        else foreach (var member in value.EnumerateObject()) _metadata[member.Name] = member.Value;
        return true;
    }

    private bool TakeText(string kind, byte[] bytes)
    {
        if (!Utf8.IsValid(bytes)) return false;
        string text = Encoding.UTF8.GetString(bytes).Trim();
        bool isNumber = kind == "cls" && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        _metadata[kind] = isNumber ? JsonSerializer.SerializeToElement(long.Parse(text, CultureInfo.InvariantCulture)) : JsonSerializer.SerializeToElement(text);
        return true;
    }
}

/// <summary>What became of a file of an archive.</summary>
/// <param name="Name">As <see cref="ArchiveEntry.Name"/> has it; a skipped file may be called as an image is.</param>
/// <param name="IsImage">True if it came with the bytes of an image, which somebody has stored meanwhile.</param>
/// <param name="Reason">Why it is not to be labelled, one of <see cref="SkipReasons"/>; null = it is.</param>
public readonly record struct SampleFile(string Name, bool IsImage, string? Reason)
{
    /// <summary>What its sample says about it; null = nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
