using AlignZeg.Abstractions.Models;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What a model is told of a vocabulary.</summary>
public static class VocabularyTexts
{
    /// <summary>The texts of the classes that are recognised, in the order of their ids: the same for everybody who builds a classifier.</summary>
    public static ClassifierTexts Of(VocabularyDefinition vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return new([.. vocabulary.RecognisedIds().Select(id => vocabulary.Classes[id]).Select(one => (IReadOnlyList<string>)[one.Name, .. one.Synonyms])], vocabulary.Templates);
    }
}
