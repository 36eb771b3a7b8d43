namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>A published, immutable version of a vocabulary.</summary>
/// <param name="Number">1, 2, 3 … in the order of publication.</param>
/// <param name="Hash">SHA-256 of <see cref="VocabularyJson.Canonical"/>, lower-case hex.</param>
/// <param name="Definition">The classes.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.vocabulary-version")]
public sealed record VocabularyVersion(int Number, string Hash, VocabularyDefinition Definition);

/// <summary>A version without its classes.</summary>
/// <param name="Number">1, 2, 3 … in the order of publication.</param>
/// <param name="Hash">SHA-256 of <see cref="VocabularyJson.Canonical"/>, lower-case hex.</param>
/// <param name="Classes">Number of classes, background included.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.vocabulary-version-summary")]
public sealed record VocabularyVersionSummary(int Number, string Hash, int Classes);
