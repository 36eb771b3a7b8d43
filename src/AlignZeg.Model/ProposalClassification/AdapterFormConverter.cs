using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Model.ProposalClassification;

/// <summary>Reads "off", "linear", "mlp" and the booleans of older bundles; writes the words.</summary>
public sealed class AdapterFormConverter : JsonConverter<AdapterForm>
{
    /// <inheritdoc/>
    public override AdapterForm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => AdapterForm.Linear,
        JsonTokenType.False => AdapterForm.Off,
        JsonTokenType.String => reader.GetString() switch
        {
            "off" => AdapterForm.Off,
            "linear" => AdapterForm.Linear,
            "mlp" => AdapterForm.Mlp,
            var other => throw new JsonException($"The adapter '{other}' is unknown; known are off, linear and mlp."),
        },
        _ => throw new JsonException("The adapter is one of off, linear and mlp."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AdapterForm value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value switch { AdapterForm.Linear => "linear", AdapterForm.Mlp => "mlp", _ => "off" });
    }
}
