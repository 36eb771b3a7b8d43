namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>How names are written and when two of them are the same.</summary>
public static class NameForm
{
    /// <summary>Trimmed and composed.</summary>
    public static string Normal(string text) => LetterComposition.Compose(text.Trim().Normalize());

    /// <summary>Equal for names that a person takes for the same: case does not count.</summary>
    public static string Folded(string text) => Normal(text).ToUpperInvariant().ToLowerInvariant();
}
