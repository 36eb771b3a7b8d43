using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlignZeg.Client.Vocabularies;

/// <summary>Classes to look for; a class's id is its position.</summary>
public sealed record VocabularyDefinition
{
    /// <summary>A title for people. Null = the name it is published under.</summary>
    public string? Name { get; init; }

    /// <summary>The classes.</summary>
    public required IReadOnlyList<VocabularyClass> Classes { get; init; }

    /// <summary>Prompts with <c>{}</c> where the name goes; empty = the model's own.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>True: texts that a model does not read to their end are cut off there; null = they are refused.</summary>
    public bool? Truncate { get; init; }

    /// <summary>What newer servers say beside that; sent back as it came.</summary>
    [JsonExtensionData] public IDictionary<string, JsonElement>? More { get; set; }

    /// <summary>A vocabulary of names and nothing else.</summary>
    public static VocabularyDefinition Of(params IEnumerable<string> classes) => new() { Classes = [.. classes.Select(name => new VocabularyClass(name))] };
}

/// <summary>One class.</summary>
/// <param name="Name">What the model reads.</param>
/// <param name="Synonyms">Other words for the same thing; null = none.</param>
/// <param name="Color">How overlays paint it, <c>#rrggbb</c>; null = chosen from the id.</param>
/// <param name="Background">True: not looked for; pixels that nothing claims get its id.</param>
public sealed record VocabularyClass(string Name, IReadOnlyList<string>? Synonyms = null, string? Color = null, bool Background = false)
{
    /// <summary>What newer servers say beside that; sent back as it came.</summary>
    [JsonExtensionData] public IDictionary<string, JsonElement>? More { get; set; }
}
