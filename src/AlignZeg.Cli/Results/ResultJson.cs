using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Cli.Results;

/// <summary>How results are written: snake_case, names readable, absent values left out.</summary>
internal static class ResultJson
{
    /// <summary>One line per value.</summary>
    public static JsonSerializerOptions Line { get; } = Make(indented: false, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>Files that people open.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>Inside a page: <c>&lt;</c> and the like escaped.</summary>
    public static JsonSerializerOptions Page { get; } = Make(indented: false, JavaScriptEncoder.Default);

    /// <summary>Writes a file as a whole or not at all.</summary>
    public static Task WriteFileAsync<T>(string path, T value, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(path, file => file.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(value, Indented), (byte)'\n'], cancellationToken).AsTask());

    private static JsonSerializerOptions Make(bool indented, JavaScriptEncoder encoder) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = encoder,
    };
}
