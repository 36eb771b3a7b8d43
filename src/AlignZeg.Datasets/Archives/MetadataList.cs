using System.Text.Json;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Archives;

/// <summary>
/// The file <c>metadata.jsonl</c> in a folder of images: per line an object with <c>file_name</c>, relative to the folder, and whatever else is said about that image; as the ImageFolder of Hugging Face
/// has it (https://huggingface.co/docs/datasets/image_dataset#imagefolder).
/// </summary>
public static class MetadataList
{
    private const string Name = "metadata.jsonl", Key = "file_name";

    /// <summary>True if the file is called so.</summary>
    public static bool Is(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Name || name.EndsWith('/' + Name, StringComparison.Ordinal);
    }

    /// <summary>
    /// The images that it names, as an archive that both are in calls them, and the other members of their lines. Of two lines about one image the first counts; lines whose file cannot be in an
    /// archive are left out.
    /// </summary>
    /// <param name="name">Of the file, within the archive.</param> <param name="content">All of it.</param> <param name="compose">As for <see cref="EntryNames"/>.</param>
    /// <returns>Null = it is no such list: a line is no JSON object in UTF-8, is nested too deep, or names no file.</returns>
    public static IReadOnlyList<(string Image, JsonElement Metadata)>? Read(string name, ReadOnlyMemory<byte> content, Func<string, string> compose)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (folder, names, images) = (name[..^Name.Length], new EntryNames(compose), new List<(string, JsonElement)>());
        foreach (var range in content.Span.Split((byte)'\n'))
        {
            var line = content[range];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            if (ImageMetadata.Parse(line) is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty(Key, out var file) || file.ValueKind != JsonValueKind.String) return null;
            if (names.Take(folder + file.GetString()) is { Fault: null, IsHidden: false } taken) images.Add((taken.Name, Rest(json)));
        }

        return images;
    }

    private static JsonElement Rest(JsonElement json)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in json.EnumerateObject().Where(member => member.Name != Key)) members[member.Name] = member.Value;
        return JsonSerializer.SerializeToElement(members);
    }
}
