namespace AlignZeg.Abstractions.Models;

/// <summary>What a tokenizer makes of a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Number of tokens, without start and end.</param>
/// <param name="UnknownWords">Words without a token of their own.</param>
/// <param name="Truncated">True if it is longer than the model's context.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.text-inspection")]
public sealed record TextInspection(string Text, int Tokens, IReadOnlyList<string> UnknownWords, bool Truncated);
