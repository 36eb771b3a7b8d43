using System.Buffers;
using System.Text;
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

    /// <summary>A string in quotes, as JSON and YAML have it; characters beyond the basic plane stay as they are, since YAML knows no pairs of surrogates.</summary>
    public static string Quote(string text) => $"\"{string.Concat(text.EnumerateRunes().Select(Quoted))}\"";

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

    private static string Quoted(Rune one) => one.Value is '"' or '\\' ? $"\\{one}" : Rune.IsControl(one) ? $"\\u{one.Value:X4}" : one.ToString();

    /// <summary>Reads points from pairs.</summary>
    public static IReadOnlyList<(double X, double Y)> Points(JsonElement pairs) => [.. pairs.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))];
}
