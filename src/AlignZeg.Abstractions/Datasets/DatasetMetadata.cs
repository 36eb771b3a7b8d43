using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>
/// What a dataset says about its images besides where they are: a JSON object for each, part of what a version is. It is kept beside the shards, not in them: who labels images never reads it, who
/// reads results is given it with them.
/// </summary>
public static class DatasetMetadata
{
    /// <summary>Most bytes of the metadata of one image, as compact JSON in UTF-8: 8 KiB. A shard of a thousand images stays within 8 MiB in memory.</summary>
    public const int MaxBytes = 8 << 10;

    /// <summary>Deepest nesting: as a part of a result, it stays within what the API and readers of JSON take.</summary>
    public const int MaxDepth = 24;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The compact form of an image's metadata; null = there is none.</summary>
    /// <param name="image">What messages call the image.</param> <param name="metadata">An object; null, and an object without members, are none.</param>
    /// <exception cref="InvalidDatasetException">It is no object, not valid Unicode, too deep, or too long.</exception>
    public static string? Check(string image, JsonElement? metadata)
    {
        if (metadata is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value) return null;
        if (value.ValueKind != JsonValueKind.Object) throw new InvalidDatasetException($"The metadata of the image '{image}' is not a JSON object; write it as {{\"label\": \"cat\"}}.");
        if (!value.EnumerateObject().Any()) return null;
        byte[] text = Written(image, value);
        if (text.Length > MaxBytes) throw new InvalidDatasetException($"The metadata of the image '{image}' has {text.Length} bytes; at most {MaxBytes} are kept for an image: leave something out.");
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>The metadata of a shard's images, in their order: a line for each, <c>null</c> where there is none.</summary>
    public static byte[] Write(IEnumerable<string?> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return Encoding.UTF8.GetBytes(string.Concat(metadata.Select(one => (one ?? "null") + '\n')));
    }

    /// <summary>Where the lines are that <see cref="Write"/> wrote: one for each image.</summary>
    public static IReadOnlyList<Range> Lines(ReadOnlySpan<byte> content)
    {
        var lines = new List<Range>();
        foreach (var range in content.Split((byte)'\n')) lines.Add(range);
        return lines;
    }

    /// <summary>What a line says; null = nothing.</summary>
    public static string? Read(ReadOnlySpan<byte> line) => line.IsEmpty || line.SequenceEqual("null"u8) ? null : Encoding.UTF8.GetString(line);

    // Half a surrogate pair, written as an escape, shows only when it is written.
    private static byte[] Written(string image, JsonElement value)
    {
        try
        {
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(value, Compact);
            using var again = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return text;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDatasetException($"The metadata of the image '{image}' is not valid Unicode, or is nested deeper than {MaxDepth}; write it simpler.");
        }
    }
}

/// <summary>JSON that is kept as its text.</summary>
internal sealed class RawJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.GetRawText();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
