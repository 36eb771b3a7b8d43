namespace AlignZeg.Model.Text;

/// <summary>A text as ids, and what was lost on the way.</summary>
/// <param name="Ids">Start, tokens, end; at most the context.</param>
/// <param name="UnknownWords">Words without a token of their own.</param>
/// <param name="Truncated">True if tokens were cut off.</param>
public sealed record TokenizedText(IReadOnlyList<int> Ids, IReadOnlyList<string> UnknownWords, bool Truncated);
