using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Client.Transport;

/// <summary>Values by their names in snake_case; one that a newer server has is the first value, which stands for all that are not known.</summary>
internal sealed class OpenEnumConverter<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(NameOf);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value) ? value : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    private static string NameOf(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
