using System.Text.Json;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// Reads a JSON Lines manifest: per line an object with <c>image</c> (or <c>path</c>), absolute or relative to the manifest's folder, and optionally <c>id</c>,
/// which then names the image. Other members are ignored, blank lines skipped.
/// </summary>
internal static class ManifestReader
{
    /// <summary>True if the path looks like a manifest.</summary>
    public static bool IsManifest(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>The images in the manifest's order.</summary>
    /// <param name="manifest">Absolute path.</param>
    /// <exception cref="InputException">The file cannot be read, a line is broken, an id occurs twice, there is no line, or none of the images
    /// exists.</exception>
    public static List<FoundFile> Read(string manifest)
    {
        var ids = new Dictionary<string, int>();
        var found = new List<FoundFile>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(manifest))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line)) found.Add(Parse(line, manifest, number, ids));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(InputException.Unreadable, $"The manifest '{manifest}' cannot be read; check its permissions.", failure);
        }

        if (found.Count == 0) throw Broken($"The manifest '{manifest}' names no image; write one line such as {{\"image\": \"photos/a.jpg\"}} per image.");
        if (!found.Exists(f => File.Exists(f.Path)))
            throw new InputException(
                InputException.NotFound,
                $"None of the {found.Count} images of '{manifest}' exists, the first is '{found[0].Path}'; paths are relative to the manifest's folder.");
        return found;
    }

    private static FoundFile Parse(string line, string manifest, int number, Dictionary<string, int> ids)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw BrokenLine(manifest, number, "is not a JSON object");
            var image = Text(json.RootElement, "image", manifest, number) ?? Text(json.RootElement, "path", manifest, number)
                ?? throw BrokenLine(manifest, number, "has neither 'image' nor 'path'");
            var id = Text(json.RootElement, "id", manifest, number);
            if (id is not null && !ids.TryAdd(id, number)) throw BrokenLine(manifest, number, $"has the id '{id}' of line {ids[id]}");
            return Found(image, id, Path.GetDirectoryName(manifest)!);
        }
        catch (JsonException failure)
        {
            throw BrokenLine(manifest, number, "is not valid JSON", failure);
        }
    }

    private static string? Text(JsonElement line, string member, string manifest, int number)
    {
        if (!line.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && member == "id") return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String) throw BrokenLine(manifest, number, $"has '{member}' that is not a string");
        try
        {
            var text = value.GetString()!;
            return text.Length > 0 && !text.Contains('\0') ? text : throw BrokenLine(manifest, number, $"has an empty or impossible '{member}'");
        }
        catch (InvalidOperationException failure)               // half a surrogate pair, written as an escape
        {
            throw BrokenLine(manifest, number, $"has '{member}' that is not valid Unicode", failure);
        }
    }

    private static FoundFile Found(string image, string? id, string folder)
    {
        var path = Path.GetFullPath(image, folder);
        var relative = Path.GetRelativePath(folder, path);
        var inside = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var name = id is not null ? SafeName.Of(id) : SafeName.OfPath(inside ? relative : Path.GetFileName(path));
        return new FoundFile(name, Path.GetFileName(Path.GetDirectoryName(path) ?? ""), path);
    }

    private static InputException BrokenLine(string manifest, int number, string what, Exception? inner = null) =>
        Broken($"Line {number} of the manifest '{manifest}' {what}; write a line such as {{\"image\": \"photos/a.jpg\"}}.", inner);

    private static InputException Broken(string message, Exception? inner = null) => new(InputException.BrokenManifest, message, inner);
}
