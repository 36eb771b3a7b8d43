using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Containers;

/// <summary>
/// The sample of a WebDataset that is being read. Its <c>.json</c>, <c>.cls</c> and <c>.txt</c> become the metadata of its images; where there are such, an image of a compound kind
/// (<c>seg.png</c>) beside one of a plain kind (<c>jpg</c>) is a companion and no image to label. Files of an ordinary tar are samples of their own.
/// </summary>
internal sealed class TarSample(UnpackedFolder folder)
{
    private const int MostImages = 1000; // of one sample in memory, as lines: frames of a film share a key, too
    private readonly List<UnpackedImage> _images = [];
    private readonly List<string> _sidecars = [];
    private readonly Dictionary<string, JsonElement> _metadata = [];
    private string? _key;

    /// <summary>Takes the next file of the tar.</summary>
    public async Task AddAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        var (key, kind) = Sidecars.Split(entry.Name);
        if (key != _key || _images.Count == MostImages) Close();
        _key = key;
        if (entry.Sidecar is { } bytes) Describe(entry.Name, kind, bytes);
        else if (entry.Content is { } content) _images.Add(await folder.StoreAsync(entry.Name, content, cancellationToken));
        else folder.Skip(entry.Name, entry.Reason!);
    }

    /// <summary>The sample is over: its images are listed.</summary>
    public void Close()
    {
        bool described = _metadata.Count > 0 && _images.Exists(IsPlain);
        foreach (var image in _images)
        {
            if (described && !IsPlain(image)) folder.Drop(image, SkipReasons.Companion);
            else folder.List(_metadata.Count == 0 ? image : image with { Metadata = _metadata });
        }

        if (_images.Count == 0) _sidecars.ForEach(name => folder.Skip(name, SkipReasons.NotAnImage));
        _images.Clear();
        _sidecars.Clear();
        _metadata.Clear();
    }

    private static bool IsPlain(UnpackedImage image) => !Sidecars.Split(image.Name).Kind.Contains('.');

    private void Describe(string name, string kind, byte[] bytes)
    {
        if (kind.Equals("json", StringComparison.OrdinalIgnoreCase) ? TakeJson(bytes) : TakeText(kind.ToLowerInvariant(), bytes)) _sidecars.Add(name);
        else folder.Skip(name, SkipReasons.BrokenMetadata);
    }

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
