using AlignZeg.Model.Text;

namespace AlignZeg.Model.Bundles;

/// <summary>The vocabulary beside a published CLIP: Hugging Face's two files, or OpenAI's one.</summary>
internal static class ClipVocabulary
{
    /// <summary>The files that <see cref="Read"/> uses; none where there is no vocabulary.</summary>
    public static IReadOnlyList<string> FilesIn(string directory)
    {
        string[] pair = [Path.Combine(directory, BpeVocabulary.TokensFile), Path.Combine(directory, BpeVocabulary.MergesFile)];
        string single = Path.Combine(directory, BpeVocabulary.OpenAiFile);
        return pair.All(File.Exists) ? pair : File.Exists(single) ? [single] : [];
    }

    /// <summary>The sentence for a folder without a vocabulary.</summary>
    public static string Missing(string directory) => $"There is no vocabulary in '{directory}': put vocab.json and merges.txt of the model there, or OpenAI's {BpeVocabulary.OpenAiFile}.";

    /// <summary>The tokenizer of a folder; null if it has no vocabulary.</summary>
    /// <param name="directory">Where the files are.</param> <param name="context">Longest text in tokens.</param>
    /// <param name="size">Number of ids of the text tower; null where there is none to fit.</param>
    /// <exception cref="ModelBundleException">The files are damaged, or belong to another model.</exception>
    public static BpeTokenizer? Read(string directory, int context, int? size)
    {
        var files = FilesIn(directory);
        if (files.Count == 0) return null;
        try
        {
            var vocabulary = files.Count == 2 ? BpeVocabulary.Read(files[0], files[1]) : BpeVocabulary.ReadOpenAi(files[0], size ?? BpeVocabulary.OpenAiSize);
            var tokenizer = new BpeTokenizer(vocabulary, context);
            return size is null || tokenizer.VocabSize <= size
                ? tokenizer
                : throw new ModelBundleException($"'{files[0]}' has ids up to {tokenizer.VocabSize - 1}, the text tower knows {size}. Copy the vocabulary that belongs to the model.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ModelBundleException(e.Message, e);
        }
    }
}
