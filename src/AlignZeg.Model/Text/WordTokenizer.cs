using System.Text;

namespace AlignZeg.Model.Text;

/// <summary>
/// One token per word of a closed list: all that the embedded world needs. Words are runs of letters and digits, lower case; anything else separates.
/// Ids: 0 padding, 1 start, 2 end, 3 unknown, then the words in order.
/// </summary>
public sealed class WordTokenizer : ITokenizer
{
    private const int Start = 1, End = 2, Unknown = 3, FirstWord = 4;
    private readonly Dictionary<string, int> _ids;

    /// <exception cref="ArgumentException">A word appears twice.</exception>
    public WordTokenizer(IReadOnlyList<string> words, int context)
    {
        ArgumentNullException.ThrowIfNull(words);
        Words = words;
        Context = context;
        _ids = words.Select((word, i) => (word, i)).ToDictionary(x => x.word, x => x.i + FirstWord);
    }

    /// <summary>The known words, in the order of their ids.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Ids in use: the words and the four special ones.</summary>
    public int VocabSize => Words.Count + FirstWord;

    /// <inheritdoc/>
    public int EndId => End;

    /// <inheritdoc/>
    public int Context { get; }

    /// <inheritdoc/>
    public TokenizedText Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Split(text).ToList();
        var unknown = words.Where(w => !_ids.ContainsKey(w)).ToList();
        var kept = words.Take(Context - 2).Select(w => _ids.GetValueOrDefault(w, Unknown));
        return new([Start, .. kept, End], unknown, words.Count);
    }

    /// <summary>The words of a text: runs of letters and digits, lower case.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c)) word.Append(c);
            else if (word.Length > 0) yield return Take(word);
        }

        if (word.Length > 0) yield return Take(word);
    }

    private static string Take(StringBuilder word)
    {
        string taken = word.ToString();
        word.Clear();
        return taken;
    }
}
