namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>The latest version of a vocabulary is not the one that was to be followed; nothing was published.</summary>
/// <param name="latest">Hash of the latest version; null = there is none.</param>
[GenerateSerializer, Alias("alignzeg.stale-vocabulary")]
public sealed class StaleVocabularyException(string? latest)
    : Exception(latest is null ? "The vocabulary has no version yet." : $"The latest version of the vocabulary is \"{latest}\"; read it again.");
