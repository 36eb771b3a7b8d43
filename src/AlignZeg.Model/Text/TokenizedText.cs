namespace AlignZeg.Model.Text;

/// <summary>A text as ids, and what was lost on the way.</summary>
/// <param name="Ids">Start, tokens, end; at most the context.</param>
/// <param name="UnknownWords">Words without a token of their own.</param>
/// <param name="Tokens">How many tokens all of the text has, without start and end, whatever was cut off.</param>
public sealed record TokenizedText(IReadOnlyList<int> Ids, IReadOnlyList<string> UnknownWords, int Tokens)
{
    /// <summary>True if tokens were cut off.</summary>
    public bool Truncated => Tokens > Ids.Count - 2;
}
