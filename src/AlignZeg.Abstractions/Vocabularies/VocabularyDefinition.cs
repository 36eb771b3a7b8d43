namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What a person asks for: the classes, by name. A class's id is its position.</summary>
/// <param name="Name">A title for people; at most 200 characters.</param>
/// <param name="Classes">1 to 10,000 classes, at least one of them not background.</param>
/// <param name="Templates">Prompts with <c>{}</c> where the name goes; empty = the model's own.</param>
/// <param name="Threshold">Least score at which a class that has none of its own is given to a pixel, 0..1; null = any. See <see cref="AbstentionRule"/>.</param>
/// <param name="Margin">Least lead over the second-best class, 0..1, for classes that have none of their own; null = any.</param>
/// <param name="Renames">Per class by its name the name that is put out in its place; the words that the model reads stay. Null = none.</param>
/// <param name="Truncate">True: texts that a model does not read to their end are cut off there; null = they are refused. See <see cref="TextLengths"/>.</param>
/// <remarks>The rules are in <see cref="VocabularyRules"/>, the user's file format in <see cref="VocabularyFile"/>.</remarks>
[GenerateSerializer, Immutable, Alias("alignzeg.vocabulary-definition")]
public sealed record VocabularyDefinition(
    string Name, IReadOnlyList<VocabularyClass> Classes, IReadOnlyList<string> Templates,
    double? Threshold = null, double? Margin = null, IReadOnlyDictionary<string, string>? Renames = null,
    bool? Truncate = null)
{
    /// <summary>The name that is put out for a class, in results, files and answers.</summary>
    public string NameOf(int id) => Renames?.GetValueOrDefault(Classes[id].Name) ?? Classes[id].Name;

    /// <summary>The id of the class that stands for "no class claims this pixel"; null if the vocabulary has none.</summary>
    public int? BackgroundId()
    {
        for (int id = 0; id < Classes.Count; id++)
            if (Classes[id].Background) return id;
        return null;
    }

    /// <summary>The ids that are recognised, ascending: all but the background's. Position i is class i of the model's classifier.</summary>
    public IReadOnlyList<int> RecognisedIds() => [.. Enumerable.Range(0, Classes.Count).Where(id => !Classes[id].Background)];
}

/// <summary>One class of a vocabulary.</summary>
/// <param name="Name">What the text tower reads; at most 200 characters.</param>
/// <param name="Synonyms">Other words for the same thing; averaged with the name.</param>
/// <param name="Color">How overlays paint it, <c>#rrggbb</c>; null = chosen from the id.</param>
/// <param name="Background">True: takes part in ids, but is not recognised; unclaimed pixels get its id.</param>
/// <param name="Threshold">Least score at which it is given to a pixel, 0..1; null = the vocabulary's.</param>
/// <param name="Margin">Least lead over the second-best class at which it is given to a pixel, 0..1; null = the vocabulary's.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.vocabulary-class")]
public sealed record VocabularyClass(
    string Name, IReadOnlyList<string> Synonyms, string? Color = null, bool Background = false, double? Threshold = null, double? Margin = null)
{
    /// <summary>A class with nothing but a name.</summary>
    public static VocabularyClass Named(string name) => new(name, []);
}
