namespace AlignZeg.Abstractions.Models;

/// <summary>What a tokenizer makes of a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Number of tokens of all of it, without start and end.</param>
/// <param name="UnknownWords">Words without a token of their own.</param>
/// <param name="Truncated">True if it is longer than the model's context, in the template where it is longest.</param>
/// <param name="Context">The most tokens that the model reads, without start and end.</param>
/// <param name="PromptTokens">Number of tokens in the template where it is longest; without templates those of the text.</param>
/// <param name="Template">That template; null = the text alone.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.text-inspection")]
public sealed record TextInspection(
    string Text, int Tokens, IReadOnlyList<string> UnknownWords, bool Truncated, int Context = 0, int PromptTokens = 0, string? Template = null);
