using AlignZeg.Abstractions.Models;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What a model is told of a vocabulary.</summary>
public static class VocabularyTexts
{
    /// <summary>The texts of the classes that are recognised, in the order of their ids: the same for everybody who builds a classifier.</summary>
    public static ClassifierTexts Of(VocabularyDefinition vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return Of(vocabulary, vocabulary.RecognisedIds());
    }

    /// <summary>The texts of some of its classes.</summary>
    /// <param name="vocabulary">Has the classes.</param> <param name="ids">Which, in this order.</param>
    public static ClassifierTexts Of(VocabularyDefinition vocabulary, IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return new([.. ids.Select(id => vocabulary.Classes[id]).Select(one => (IReadOnlyList<string>)[one.Name, .. one.Synonyms])], vocabulary.Templates, Truncate: vocabulary.Truncate is true);
    }
}
