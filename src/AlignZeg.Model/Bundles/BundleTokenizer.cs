using System.Text.Json.Serialization;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Bundles;

/// <summary>A bundle's tokenizer.json: which kind it is, and the words where it is a closed list; "bpe" has vocab.json and merges.txt beside it.</summary>
/// <param name="Type">"word" or "bpe".</param> <param name="Words">Of a word tokenizer, in the order of their ids.</param>
internal sealed record BundleTokenizer(string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Words)
{
    private const string Word = "word", Bpe = "bpe";

    /// <summary>Files of a bundle besides tokenizer.json.</summary>
    public static IReadOnlyList<string> OtherFiles { get; } = [BpeVocabulary.TokensFile, BpeVocabulary.MergesFile];

    /// <summary>What tokenizer.json says of a tokenizer.</summary>
    public static BundleTokenizer Of(ITokenizer tokenizer) => tokenizer switch
    {
        WordTokenizer words => new(Word, words.Words),
        BpeTokenizer => new(Bpe, null),
        _ => throw new ArgumentException($"A bundle cannot keep a {tokenizer.GetType().Name}; known are words and BPE.", nameof(tokenizer)),
    };

    /// <summary>Writes the files that lie beside tokenizer.json.</summary>
    public static void WriteOthers(ITokenizer tokenizer, string directory)
    {
        if (tokenizer is BpeTokenizer bpe) bpe.Vocabulary.Write(directory);
    }

    /// <summary>The tokenizer.</summary>
    /// <exception cref="ModelBundleException">It is of an unknown kind, or its files are missing or damaged.</exception>
    public ITokenizer Create(string directory, int context)
    {
        try
        {
            return Type switch
            {
                Word when Words is not null => new WordTokenizer(Words, context),
                Bpe => new BpeTokenizer(BpeVocabulary.Read(Path.Combine(directory, BpeVocabulary.TokensFile), Path.Combine(directory, BpeVocabulary.MergesFile)), context),
                _ => throw new ModelBundleException($"The model '{directory}' has a tokenizer of the kind '{Type}'; this version knows {Word} and {Bpe}."),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw new ModelBundleException(e.Message, e);
        }
    }
}
