using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>The one JSON form of a vocabulary: what is stored, and what its hash is taken over.</summary>
public static class VocabularyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>UTF-8 JSON of the normal form, without white space, keys in a fixed order.</summary>
    public static byte[] Canonical(VocabularyDefinition definition) => JsonSerializer.SerializeToUtf8Bytes(VocabularyRules.Normalise(definition), Options);

    /// <summary>SHA-256 of <see cref="Canonical"/>, lower-case hex.</summary>
    public static string Hash(VocabularyDefinition definition) => Convert.ToHexStringLower(SHA256.HashData(Canonical(definition)));

    /// <summary>Reads what <see cref="Canonical"/> wrote.</summary>
    /// <exception cref="JsonException">Not such bytes.</exception>
    public static VocabularyDefinition Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<VocabularyDefinition>(json, Options) ?? throw new JsonException("A vocabulary is an object, not null.");
}
