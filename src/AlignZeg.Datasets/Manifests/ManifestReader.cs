using System.Text.Json;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// Reads a JSON Lines manifest: per line an object with <c>image</c> (or <c>path</c>), absolute or relative to the manifest's folder or an address of http or https, and optionally
/// <c>id</c>, which then names the image. Other members are the image's metadata, see <see cref="ImageMetadata"/>; blank lines are skipped. UTF-8.
/// </summary>
internal static class ManifestReader
{
    /// <summary>True if the path looks like a manifest.</summary>
    public static bool IsManifest(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>The images in the manifest's order.</summary>
    /// <param name="manifest">Absolute path.</param>
    /// <exception cref="InputException">The file cannot be read, a line is broken, an id occurs twice; or, at the end, there is no line, or none of the images
    /// exists.</exception>
    public static IEnumerable<FoundFile> Read(string manifest)
    {
        var (first, count, isAnyThere) = (default(FoundFile), 0, false);
        foreach (var file in Lines(manifest).Select(Found))
        {
            yield return file;
            first ??= file;
            count++;
            isAnyThere = isAnyThere || File.Exists(file.Path);
        }

        if (first is null) throw Broken($"The manifest '{manifest}' names no image; write one line such as {{\"image\": \"photos/a.jpg\"}} per image.");
        if (!isAnyThere)
            throw new InputException(
                InputException.NotFound, $"None of the {count} images of '{manifest}' exists, the first is '{first.Path}'; paths are relative to the manifest's folder.");
    }

    /// <summary>The images of a container that was unpacked.</summary>
    /// <exception cref="InputException">There is none, or the folder that it was unpacked to was changed.</exception>
    public static IEnumerable<FoundFile> Read(UnpackedInput unpacked)
    {
        if (unpacked.Images == 0)
        {
            var skipped = unpacked.Skipped.Count == 0 ? "" : $"; skipped were {string.Join(", ", unpacked.Skipped)}";
            var other = unpacked.LeftOut == 0 ? "" : $" ({unpacked.LeftOut:N0} other files; those ending in {ImageExtensions.Listed} are looked for)";
            throw new InputException(InputException.EmptyArchive, $"'{unpacked.Container}' holds no image{other}{skipped}.");
        }

        string folder = ContainerFile.StemOf(unpacked.Container), root = unpacked.Folder + Path.DirectorySeparatorChar;
        return Lines(Path.Combine(unpacked.Folder, UnpackedInput.ManifestName)).Select(line => new FoundFile(NameOf(line), PathOf(line))
        {
            Folder = folder, Container = unpacked.Container, IsUnpacked = line.Path.StartsWith(root, StringComparison.Ordinal), Metadata = MetadataOf(line), IsNamed = line.Id is not null,
        });
    }

    /// <summary>True if a line names an address of the web.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static bool HasAddresses(string manifest) => RawLines(manifest).Any(raw =>
        raw.Line.Span.IndexOf("http"u8) >= 0 && ImageMetadata.Parse(raw.Line) is { ValueKind: JsonValueKind.Object } line && (IsAddress(line, "image") || IsAddress(line, "path")));

    /// <summary>The lines, one by one.</summary>
    /// <exception cref="InputException">The file cannot be read, a line is broken, or an id occurs twice.</exception>
    public static IEnumerable<ManifestLine> Lines(string manifest)
    {
        using var ids = new SpooledSet();
        int number = 0;
        foreach (var (offset, line) in RawLines(manifest))
        {
            number++;
            if (!line.Span.Trim(" \t\r"u8).IsEmpty) yield return Parse(line, new(manifest, offset, line.Length), number, ids);
        }
    }

    /// <summary>What the image of a line is called: by its id, else by its path below the manifest's folder, else by its file.</summary>
    public static string NameOf(ManifestLine line) => Named(line, line.Path).Name;

    private static bool IsAddress(JsonElement line, string member) => line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && ImageAddress.Is(value.GetString()!);

    private static IEnumerable<(long Offset, ReadOnlyMemory<byte> Line)> RawLines(string manifest)
    {
        using var lines = ByteLines.Read(manifest).GetEnumerator();
        for (int number = 1; Next(lines, manifest, number); number++) yield return lines.Current;
    }

    private static bool Next(IEnumerator<(long, ReadOnlyMemory<byte>)> lines, string manifest, int number)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (InvalidDataException failure)
        {
            throw BrokenLine(manifest, number, $"is longer than {ByteLines.Longest} bytes", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(InputException.Unreadable, $"The manifest '{manifest}' cannot be read; check its permissions.", failure);
        }
    }

    private static ManifestLine Parse(ReadOnlyMemory<byte> line, LinePlace place, int number, SpooledSet ids)
    {
        string manifest = place.File;
        var json = ImageMetadata.Parse(line) ?? throw BrokenLine(manifest, number, "is not valid JSON in UTF-8, is not valid Unicode, or is nested too deep");
        if (json.ValueKind != JsonValueKind.Object) throw BrokenLine(manifest, number, "is not a JSON object");
        var image = Text(json, "image", manifest, number) ?? Text(json, "path", manifest, number) ?? throw BrokenLine(manifest, number, "has neither 'image' nor 'path'");
        var id = Text(json, "id", manifest, number);
        if (id is not null && !ids.Add(id)) throw BrokenLine(manifest, number, $"has the id '{id}' of line {FirstLineOf(id, manifest)}");
        return new(number, place, image, id, json);
    }

    private static int FirstLineOf(string id, string manifest) => RawLines(manifest).Index()
        .First(raw => ImageMetadata.Parse(raw.Item.Line) is { ValueKind: JsonValueKind.Object } line && Text(line, "id", manifest, raw.Index + 1) == id).Index + 1;

    private static string? Text(JsonElement line, string member, string manifest, int number)
    {
        if (!line.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && member == "id") return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String) throw BrokenLine(manifest, number, $"has '{member}' that is not a string");
        var text = value.GetString()!;
        return text.Length > 0 && !text.Contains('\0') ? text : throw BrokenLine(manifest, number, $"has an empty or impossible '{member}'");
    }

    private static FoundFile Named(ManifestLine line, string path)
    {
        var relative = Path.GetRelativePath(line.Folder, line.Path);
        var inside = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return line.Id is { } id ? new(SafeName.Of(id), path) : FoundFile.At(inside ? relative : Path.GetFileName(line.Path), path);
    }

    private static FoundFile Found(ManifestLine line) => Named(line, PathOf(line)) with { Metadata = MetadataOf(line), IsNamed = line.Id is not null };

    private static string PathOf(ManifestLine line) => !ImageAddress.Is(line.Image) ? line.Path
        : throw Broken($"Line {line.Number} of the manifest '{line.Place.File}' names an address of the web, and nothing is fetched here; download the images and name the files.");

    private static LinePlace? MetadataOf(ManifestLine line) => ImageMetadata.Of(line.Json) is null ? null : line.Place;

    private static InputException BrokenLine(string manifest, int number, string what, Exception? inner = null) =>
        Broken($"Line {number} of the manifest '{manifest}' {what}; write a line such as {{\"image\": \"photos/a.jpg\"}}.", inner);

    private static InputException Broken(string message, Exception? inner = null) => new(InputException.BrokenManifest, message, inner);
}
