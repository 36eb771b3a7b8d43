using System.Text.Json;
using AlignZeg.Datasets.Containers;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// Reads a JSON Lines manifest: per line an object with <c>image</c> (or <c>path</c>), absolute or relative to the manifest's folder, and optionally <c>id</c>,
/// which then names the image. Other members are the image's metadata, see <see cref="ImageMetadata"/>; blank lines are skipped. UTF-8.
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
        var found = ReadLines(manifest);
        if (found.Count == 0) throw Broken($"The manifest '{manifest}' names no image; write one line such as {{\"image\": \"photos/a.jpg\"}} per image.");
        if (!found.Exists(f => File.Exists(f.Path)))
            throw new InputException(
                InputException.NotFound,
                $"None of the {found.Count} images of '{manifest}' exists, the first is '{found[0].Path}'; paths are relative to the manifest's folder.");
        return found;
    }

    /// <summary>The images of a container that was unpacked.</summary>
    /// <exception cref="InputException">There is none, or the folder that it was unpacked to was changed.</exception>
    public static IEnumerable<FoundFile> Read(UnpackedInput unpacked)
    {
        if (unpacked.Images == 0)
        {
            var skipped = unpacked.Skipped.Count == 0 ? "" : $"; skipped were {string.Join(", ", unpacked.Skipped)}";
            throw new InputException(InputException.EmptyArchive, $"'{unpacked.Container}' holds no image{skipped}.");
        }

        string folder = ContainerFile.StemOf(unpacked.Container), root = unpacked.Folder + Path.DirectorySeparatorChar;
        return ReadLines(Path.Combine(unpacked.Folder, UnpackedInput.ManifestName)).Select(file => file with
        {
            Folder = folder, Container = unpacked.Container, IsUnpacked = file.Path.StartsWith(root, StringComparison.Ordinal),
        });
    }

    private static List<FoundFile> ReadLines(string manifest)
    {
        var (ids, found, number) = (new Dictionary<string, int>(), new List<FoundFile>(), 0);
        try
        {
            foreach (var (offset, line) in ByteLines.Read(manifest))
            {
                number++;
                if (!line.Span.Trim(" \t\r"u8).IsEmpty) found.Add(Parse(line, new(manifest, offset, line.Length), number, ids));
            }
        }
        catch (InvalidDataException failure)
        {
            throw BrokenLine(manifest, number + 1, $"is longer than {ByteLines.Longest} bytes", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(InputException.Unreadable, $"The manifest '{manifest}' cannot be read; check its permissions.", failure);
        }

        return found;
    }

    private static FoundFile Parse(ReadOnlyMemory<byte> line, LinePlace place, int number, Dictionary<string, int> ids)
    {
        string manifest = place.File;
        var json = ImageMetadata.Parse(line) ?? throw BrokenLine(manifest, number, "is not valid JSON in UTF-8, is not valid Unicode, or is nested too deep");
        if (json.ValueKind != JsonValueKind.Object) throw BrokenLine(manifest, number, "is not a JSON object");
        var image = Text(json, "image", manifest, number) ?? Text(json, "path", manifest, number) ?? throw BrokenLine(manifest, number, "has neither 'image' nor 'path'");
        var id = Text(json, "id", manifest, number);
        if (id is not null && !ids.TryAdd(id, number)) throw BrokenLine(manifest, number, $"has the id '{id}' of line {ids[id]}");
        return Found(image, id, Path.GetDirectoryName(manifest)!) with { Metadata = ImageMetadata.Of(json) is null ? null : place };
    }

    private static string? Text(JsonElement line, string member, string manifest, int number)
    {
        if (!line.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && member == "id") return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String) throw BrokenLine(manifest, number, $"has '{member}' that is not a string");
        var text = value.GetString()!;
        return text.Length > 0 && !text.Contains('\0') ? text : throw BrokenLine(manifest, number, $"has an empty or impossible '{member}'");
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
