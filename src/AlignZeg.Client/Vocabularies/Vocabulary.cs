using System.Text.Json.Serialization;

namespace AlignZeg.Client.Vocabularies;

/// <summary>A published version of a vocabulary; it never changes.</summary>
/// <param name="Version">1, 2, 3 … in the order of publication.</param>
/// <param name="Hash">SHA-256 of the classes, lower-case hex: the same classes, the same hash.</param>
/// <param name="Definition">The classes.</param>
public sealed record Vocabulary(int Version, string Hash, [property: JsonPropertyName("vocabulary")] VocabularyDefinition Definition)
{
    /// <summary>Of a publication: number of the latest version, which is another one if the same classes were published before, and others since. Jobs that name no version take the latest. Null: the server does not say.</summary>
    public int? Latest { get; init; }
}

/// <summary>A version without its classes.</summary>
/// <param name="Number">1, 2, 3 … in the order of publication.</param>
/// <param name="Hash">SHA-256 of the classes, lower-case hex.</param>
/// <param name="Classes">How many, background included.</param>
public sealed record VocabularyVersion(int Number, string Hash, int Classes);

/// <summary>What a publication led to.</summary>
/// <param name="Vocabulary">The version that holds the classes now.</param>
/// <param name="IsNew">False: an earlier version is the same, and nothing was made; see <see cref="Vocabulary.Latest"/>.</param>
public sealed record Publication(Vocabulary Vocabulary, bool IsNew);
