namespace AlignZeg.Abstractions.Models;

/// <summary>The texts of the classes to recognise, background left out.</summary>
/// <param name="Classes">Per class its name followed by its synonyms.</param>
/// <param name="Templates">Prompts with <c>{}</c>; empty = the model's own.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.classifier-texts")]
public sealed record ClassifierTexts(IReadOnlyList<IReadOnlyList<string>> Classes, IReadOnlyList<string> Templates);
