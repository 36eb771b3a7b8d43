using System.Collections.Concurrent;
using System.Text;

namespace AlignZeg.Model.Text;

/// <summary>
/// CLIP's byte-level tokenizer: any text has tokens. Ids equal those of openai/CLIP's tokenize with its text repair (ftfy) left out. Source: openai/CLIP,
/// simple_tokenizer.py.
/// </summary>
internal sealed class BpeTokenizer : ITokenizer
{
    private const string WordEnd = "</w>";
    private const int MostKept = 32_768, LongestKept = 32; // pieces: a vocabulary under 80 templates has the same few words in every prompt
    private readonly int[] _letters = new int[256], _lastLetters = new int[256];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];
    private readonly ConcurrentDictionary<string, int[]> _merged = new(StringComparer.Ordinal);
    private readonly int _start;

    /// <param name="vocabulary">Tokens and merges.</param> <param name="context">Longest text in tokens, start and end included.</param>
    public BpeTokenizer(BpeVocabulary vocabulary, int context)
    {
        (Vocabulary, Context) = (vocabulary, context);
        var ids = vocabulary.Ids;
        (_start, EndId, VocabSize) = (ids[TextPieces.Start], ids[TextPieces.End], ids.Values.Max() + 1);
        foreach (var (code, character) in BpeVocabulary.Alphabet)
        {
            _letters[code] = ids[character.ToString()];
            _lastLetters[code] = ids[character + WordEnd];
        }

        foreach (var (rank, (left, right)) in vocabulary.Merges.Index()) _merges[(ids[left], ids[right])] = (rank, ids[left + right]);
    }

    public BpeVocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public int VocabSize { get; }

    /// <inheritdoc/>
    public int EndId { get; }

    /// <inheritdoc/>
    public int Context { get; }

    /// <inheritdoc/>
    public TokenizedText Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [_start];
        foreach (string piece in TextPieces.Of(PythonText.Clean(text)))
        {
            if (piece == TextPieces.Start) ids.Add(_start);
            else if (piece == TextPieces.End) ids.Add(EndId);
            else ids.AddRange(Merged(piece));
        }

        ids.Add(EndId);
        int tokens = ids.Count - 2;
        if (ids.Count <= Context) return new(ids, [], tokens);
        ids.RemoveRange(Context, ids.Count - Context);
        ids[^1] = EndId;
        return new(ids, [], tokens);
    }

    private int[] Merged(string piece)
    {
        if (_merged.TryGetValue(piece, out var known)) return known;
        int[] merged = [.. Merge(piece)];
        if (piece.Length <= LongestKept && _merged.Count < MostKept) _merged[piece] = merged;
        return merged;
    }

    /// <summary>Bytes of a piece, of which the pair of lowest rank is merged wherever it stands, until no pair is known.</summary>
    private List<int> Merge(string piece)
    {
        var bytes = Encoding.UTF8.GetBytes(piece);
        var symbols = bytes.Select(one => _letters[one]).ToList();
        symbols[^1] = _lastLetters[bytes[^1]];
        while (Lowest(symbols) is { } pair)
        {
            int kept = 0, merged = _merges[pair].Merged;
            for (int i = 0; i < symbols.Count; i++)
            {
                bool here = i + 1 < symbols.Count && (symbols[i], symbols[i + 1]) == pair;
                symbols[kept++] = here ? merged : symbols[i];
                if (here) i++;
            }

            symbols.RemoveRange(kept, symbols.Count - kept);
        }

        return symbols;
    }

    private (int Left, int Right)? Lowest(List<int> symbols)
    {
        (int Left, int Right)? best = null;
        int lowest = int.MaxValue;
        for (int i = 0; i + 1 < symbols.Count; i++)
        {
            var pair = (symbols[i], symbols[i + 1]);
            if (!_merges.TryGetValue(pair, out var merge) || merge.Rank >= lowest) continue;
            (best, lowest) = (pair, merge.Rank);
        }

        return best;
    }
}
