using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlignZeg.Model.Text;

/// <summary>
/// The tokens and merges of a byte-level tokenizer. On disk in the layout of Hugging Face (vocab.json, merges.txt) or in OpenAI's (bpe_simple_vocab_16e6.txt.gz,
/// merges only, the tokens follow from them).
/// </summary>
internal sealed class BpeVocabulary
{
    /// <summary>Names of the files.</summary>
    public const string TokensFile = "vocab.json", MergesFile = "merges.txt", OpenAiFile = "bpe_simple_vocab_16e6.txt.gz";

    /// <summary>Number of tokens of OpenAI's CLIPs.</summary>
    public const int OpenAiSize = 49408;

    private const string WordEnd = "</w>";
    private const int LeastSize = 2 * 256 + 2; // every byte within a word and at its end, start, end
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private BpeVocabulary(Dictionary<string, int> ids, List<(string Left, string Right)> merges) => (Ids, Merges) = (ids, merges);

    /// <summary>The id of every token.</summary>
    public IReadOnlyDictionary<string, int> Ids { get; }

    /// <summary>Pairs that are merged, the first ones before the others.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>The characters that stand for the 256 bytes, in the order of their ids. Source: openai/CLIP, bytes_to_unicode.</summary>
    public static IReadOnlyList<(byte Byte, char Character)> Alphabet { get; } = MakeAlphabet();

    /// <summary>Reads Hugging Face's two files.</summary>
    /// <exception cref="InvalidDataException">They are damaged or do not belong together.</exception>
    public static BpeVocabulary Read(string tokensPath, string mergesPath)
    {
        Dictionary<string, int> ids;
        try
        {
            ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(tokensPath)) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{tokensPath}' is not a vocabulary: it is no JSON object of tokens and ids. Copy the file again.", e);
        }

        return Checked(new(ids, Pairs(File.ReadLines(mergesPath).Where((line, i) => i > 0 || !line.StartsWith("#version", StringComparison.Ordinal)), mergesPath)), tokensPath, mergesPath);
    }

    /// <summary>Reads OpenAI's file: as many merges as a vocabulary of that size has, then start and end.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too short.</exception>
    public static BpeVocabulary ReadOpenAi(string path, int size = OpenAiSize)
    {
        List<string> lines = [];
        try
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            _ = reader.ReadLine(); // a heading
            while (lines.Count < size - LeastSize && reader.ReadLine() is { } line) lines.Add(line);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is not a gzip file, or it is damaged. Copy the file again.", e);
        }

        if (size < LeastSize || lines.Count < size - LeastSize)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{path}' has {lines.Count} merges, which do not make {size} tokens. Copy the file that belongs to the model."));
        return FromMerges(Pairs(lines, path));
    }

    /// <summary>The vocabulary that follows from merges, with ids in OpenAI's order: bytes, bytes at the end of words, merges, start, end.</summary>
    public static BpeVocabulary FromMerges(IEnumerable<(string Left, string Right)> merges)
    {
        var pairs = merges.ToList();
        var bytes = Alphabet.Select(letter => letter.Character.ToString()).ToList();
        var tokens = bytes.Concat(bytes.Select(letter => letter + WordEnd)).Concat(pairs.Select(pair => pair.Left + pair.Right)).Append(TextPieces.Start).Append(TextPieces.End);
        var ids = new Dictionary<string, int>();
        foreach (var (id, token) in tokens.Index()) ids[token] = id;
        return new(ids, pairs);
    }

    /// <summary>Writes Hugging Face's two files; equal vocabularies give equal bytes.</summary>
    public void Write(string directory)
    {
        var sorted = new OrderedDictionary<string, int>(Ids.OrderBy(pair => pair.Value));
        File.WriteAllText(Path.Combine(directory, TokensFile), JsonSerializer.Serialize(sorted, Json) + "\n");
        File.WriteAllText(Path.Combine(directory, MergesFile), "#version: 0.2\n" + string.Concat(Merges.Select(pair => $"{pair.Left} {pair.Right}\n")));
    }

    private static List<(string Left, string Right)> Pairs(IEnumerable<string> lines, string path) =>
        [.. lines.Where(line => line.Length > 0).Select(line => line.Split(' ') is [var left, var right]
            ? (left, right)
            : throw new InvalidDataException($"'{path}' is not a list of merges: '{line}' is not two tokens. Copy the file again."))];

    private static BpeVocabulary Checked(BpeVocabulary vocabulary, string tokensPath, string mergesPath)
    {
        var letters = Alphabet.Select(letter => letter.Character.ToString());
        var needed = letters.Concat(letters.Select(letter => letter + WordEnd)).Append(TextPieces.Start).Append(TextPieces.End);
        if (needed.FirstOrDefault(token => !vocabulary.Ids.ContainsKey(token)) is { } missing)
            throw new InvalidDataException($"'{tokensPath}' is not the vocabulary of a CLIP: it has no token '{missing}'. Copy the file that belongs to the model.");
        if (vocabulary.Ids.Values.Any(id => id < 0) || vocabulary.Ids.Values.Distinct().Count() < vocabulary.Ids.Count)
            throw new InvalidDataException($"'{tokensPath}' is damaged: two tokens have the same id. Copy the file again.");
        foreach (var (left, right) in vocabulary.Merges)
            if (new[] { left, right, left + right }.FirstOrDefault(token => !vocabulary.Ids.ContainsKey(token)) is { } unknown)
                throw new InvalidDataException($"'{mergesPath}' does not belong to '{tokensPath}', which has no token '{unknown}'. Copy both files of the model.");
        return vocabulary;
    }

    private static List<(byte Byte, char Character)> MakeAlphabet()
    {
        var printable = Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82)).ToList();
        var others = Enumerable.Range(0, 256).Except(printable).Select((code, i) => ((byte)code, (char)(256 + i)));
        return [.. printable.Select(code => ((byte)code, (char)code)), .. others];
    }
}
