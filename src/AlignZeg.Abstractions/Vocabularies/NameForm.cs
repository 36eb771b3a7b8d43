namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>How names are written and when two of them are the same.</summary>
public static class NameForm
{
    /// <summary>The composed form (NFC), so that names typed on different systems are equal.</summary>
    public static string Composed(string text) => LetterComposition.Compose(text.Normalize());

    /// <summary>Trimmed and composed.</summary>
    public static string Normal(string text) => Composed(text.Trim());

    /// <summary>Equal for names that a person takes for the same: case does not count.</summary>
    public static string Folded(string text) => Normal(text).ToUpperInvariant().ToLowerInvariant();
}
