using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>The manifest of a dataset: JSON Lines, one <see cref="DatasetImage"/> per line (<c>{"name", "stem", "source", "bytes", "metadata"}</c>), in the order of the images.</summary>
public static class DatasetManifest
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bytes of a manifest.</summary>
    public static byte[] Write(IEnumerable<DatasetImage> entries)
    {
        using var buffer = new MemoryStream();
        Write(entries, buffer);
        return buffer.ToArray();
    }

    /// <summary>The same, behind what a stream has.</summary>
    public static void Write(IEnumerable<DatasetImage> entries, Stream to)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(to);
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(to, entry, Options);
            to.WriteByte((byte)'\n');
        }
    }

    /// <summary>The entries, one by one.</summary>
    /// <param name="manifest">The bytes, or a part of them from the beginning of a line on.</param>
    /// <param name="firstLine">Number of their first line, for messages. Default: 1.</param>
    /// <exception cref="InvalidDatasetException">A line that is not an entry, or lacks one of the three.</exception>
    public static IEnumerable<DatasetImage> Read(ReadOnlyMemory<byte> manifest, int firstLine = 1)
    {
        int line = firstLine - 1;
        for (int start = 0; start < manifest.Length;)
        {
            int length = manifest.Span[start..].IndexOf((byte)'\n');
            if (length < 0) length = manifest.Length - start;
            line++;
            if (length > 0) yield return Entry(manifest.Span.Slice(start, length), line);
            start += length + 1;
        }
    }

    private static DatasetImage Entry(ReadOnlySpan<byte> json, int line)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<DatasetImage>(json, Options);
            return string.IsNullOrEmpty(entry?.Name) || string.IsNullOrEmpty(entry.Stem) || string.IsNullOrEmpty(entry.Source)
                ? throw new InvalidDatasetException($"Line {line} of the manifest has no name, no stem or no source.")
                : entry;
        }
        catch (JsonException exception)
        {
            throw new InvalidDatasetException($"Line {line} of the manifest is not an image entry: {exception.Message}");
        }
    }
}
