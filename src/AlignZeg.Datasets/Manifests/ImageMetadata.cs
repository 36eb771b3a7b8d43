using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// What lines of manifests say about images besides where they are. It stays in the manifest until it is asked for, so that memory holds one line. Used by one thread.
/// </summary>
public sealed class ImageMetadata : IDisposable
{
    private const string Nested = "metadata";
    private static readonly string[] Own = ["image", "path", "id", Nested];

    // Deeper, it could not be written as a part of a result that readers of JSON take.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };
    private SafeFileHandle? _file;
    private string? _path;

    /// <summary>The members of an image's line; null = there is nothing, or the manifest has changed since.</summary>
    /// <param name="place">Where the line is.</param>
    public IReadOnlyDictionary<string, JsonElement>? Read(LinePlace place)
    {
        try
        {
            if (_path != place.File)
            {
                _file?.Dispose();
                (_file, _path) = (null, null);
                (_file, _path) = (File.OpenHandle(place.File), place.File);
            }

            var line = new byte[place.Length];
            return RandomAccess.Read(_file!, line, place.Offset) == line.Length && Parse(line) is { ValueKind: JsonValueKind.Object } members ? Of(members) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>All members but those that say where the image is; the members of an object <c>metadata</c> are members like others. Null = there are none.</summary>
    internal static Dictionary<string, JsonElement>? Of(JsonElement line)
    {
        var members = new Dictionary<string, JsonElement>();
        if (line.TryGetProperty(Nested, out var nested) && nested.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in nested.EnumerateObject()) members[member.Name] = member.Value;
        }
        else if (nested.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) members[Nested] = nested;

        foreach (var member in line.EnumerateObject().Where(member => !Own.Contains(member.Name))) members[member.Name] = member.Value;
        return members.Count > 0 ? members : null;
    }

    /// <summary>Reads JSON that can be written again; null = it is none, nested deeper than 32, or not valid Unicode.</summary>
    internal static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (!Utf8.IsValid(json.Span)) return null;
            using var document = JsonDocument.Parse(json, Options);
            if (json.Span.IndexOf("\\u"u8) >= 0) JsonSerializer.SerializeToUtf8Bytes(document); // half a surrogate pair, written as an escape, shows only here
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
