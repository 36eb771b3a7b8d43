namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>A vocabulary has no version of the number asked for.</summary>
[GenerateSerializer, Alias("alignzeg.vocabulary-version-not-found")]
public sealed class VocabularyVersionNotFoundException : Exception
{
    /// <summary>Names the vocabulary and the version that is missing.</summary>
    public VocabularyVersionNotFoundException(string vocabulary, int version, int latest)
        : base(latest == 0
            ? $"The vocabulary '{vocabulary}' has no version yet; publish one first."
            : $"The vocabulary '{vocabulary}' has no version {version}; its versions are 1 to {latest}.")
    {
    }
}
