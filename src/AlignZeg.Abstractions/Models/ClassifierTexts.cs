using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Abstractions.Models;

/// <summary>The texts of the classes to recognise, background left out.</summary>
/// <param name="Classes">Per class its name followed by its synonyms.</param>
/// <param name="Templates">Prompts with <c>{}</c>; empty = the model's own.</param>
/// <param name="Known">Where some of them were embedded before; null = nowhere.</param>
/// <param name="Truncate">Whether texts may be cut off where the model reads no further; see <see cref="Vocabularies.TextLengths"/>.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.classifier-texts")]
public sealed record ClassifierTexts(
    IReadOnlyList<IReadOnlyList<string>> Classes, IReadOnlyList<string> Templates, KnownTexts? Known = null, bool Truncate = false);

/// <summary>Classes that an earlier classifier of the same model has embedded with the same templates.</summary>
/// <param name="Classifier">The earlier classifier.</param>
/// <param name="Rows">Per class its position in the earlier classifier; -1 = it has to be embedded.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.known-texts")]
public sealed record KnownTexts(BlobRef Classifier, IReadOnlyList<int> Rows);
