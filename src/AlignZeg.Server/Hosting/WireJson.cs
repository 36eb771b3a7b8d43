using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Server.Hosting;

/// <summary>How the API writes JSON: snake_case, nothing that is null; unknown members, missing ones, and null where it may not be are refused.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = Apply(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RespectRequiredConstructorParameters = options.RespectNullableAnnotations = true; // what is missing is said, not met later
        options.MaxDepth = 32;
        options.NumberHandling = JsonNumberHandling.Strict; // a number is no text, also in the document of the API
        if (options.Converters.Count == 0) options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        return options;
    }
}
