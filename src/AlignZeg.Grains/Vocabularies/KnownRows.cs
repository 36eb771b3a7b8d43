using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Grains.Vocabularies;

/// <summary>Which classes of a version an earlier one has with exactly the same texts: a class's embedding follows from its texts and the templates alone.</summary>
internal static class KnownRows
{
    /// <summary>Per recognised class of <paramref name="now"/> its position among those of <paramref name="earlier"/>, or -1; null if they share none.</summary>
    public static IReadOnlyList<int>? Of(VocabularyDefinition earlier, VocabularyDefinition now)
    {
        if (!earlier.Templates.SequenceEqual(now.Templates, StringComparer.Ordinal)) return null;
        var positions = earlier.RecognisedIds().Index().ToDictionary(one => TextsOf(earlier.Classes[one.Item]), one => one.Index, StringComparer.Ordinal);
        int[] rows = [.. now.RecognisedIds().Select(id => positions.GetValueOrDefault(TextsOf(now.Classes[id]), -1))];
        return Array.Exists(rows, row => row >= 0) ? rows : null;
    }

    // Names hold no control character.
    private static string TextsOf(VocabularyClass one) => string.Join('\n', one.Synonyms.Prepend(one.Name));
}
