using System.Text.Json;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Text;

public sealed class BpeTokenizerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Encode_EqualsTheReference_InEveryLine(bool openAi)
    {
        string folder = Golden.Folder("tokenizer");
        var tokenizer = new BpeTokenizer(openAi ? BpeVocabulary.ReadOpenAi(Path.Combine(folder, BpeVocabulary.OpenAiFile)) : Read(folder), 77);
        var lines = File.ReadAllLines(Path.Combine(folder, "golden.jsonl"));
        Assert.Equal(475, lines.Length);
        Assert.All(lines, line =>
        {
            using var golden = JsonDocument.Parse(line);
            var encoded = tokenizer.Encode(golden.RootElement.GetProperty("text").GetString()!);
            Assert.Equal(golden.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), encoded.Ids);
            Assert.Equal(golden.RootElement.GetProperty("truncated").GetBoolean(), encoded.Truncated);
            if (!encoded.Truncated) Assert.Equal(encoded.Ids.Count - 2, encoded.Tokens);
        });
    }

    [Fact]
    public void Encode_CountsBeforeItCuts()
    {
        var encoded = new BpeTokenizer(Read(Golden.Folder("tokenizer")), 77).Encode(string.Join(' ', Enumerable.Repeat("cat", 300)));
        Assert.Equal((300, 77, true), (encoded.Tokens, encoded.Ids.Count, encoded.Truncated));
    }

    [Fact]
    public void Write_GivesFilesThatReadBackAsTheSameVocabulary()
    {
        var vocabulary = Read(Golden.Folder("tokenizer"));
        string folder = Directory.CreateTempSubdirectory("bpe").FullName;
        vocabulary.Write(folder);
        var again = Read(folder);
        Assert.Equal(vocabulary.Ids.OrderBy(pair => pair.Value), again.Ids.OrderBy(pair => pair.Value));
        Assert.Equal(vocabulary.Merges, again.Merges);
        Directory.Delete(folder, recursive: true);
    }

    private static BpeVocabulary Read(string folder) => BpeVocabulary.Read(Path.Combine(folder, BpeVocabulary.TokensFile), Path.Combine(folder, BpeVocabulary.MergesFile));
}
