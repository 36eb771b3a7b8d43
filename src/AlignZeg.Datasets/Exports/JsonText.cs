using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlignZeg.Datasets.Exports;

/// <summary>JSON of one image.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that a writer makes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes points as pairs.</summary>
    public static void WritePoints(Utf8JsonWriter json, IEnumerable<(int X, int Y)> points)
    {
        json.WriteStartArray();
        foreach (var (x, y) in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(x);
            json.WriteNumberValue(y);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads points from pairs.</summary>
    public static IReadOnlyList<(double X, double Y)> Points(JsonElement pairs) => [.. pairs.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))];
}
