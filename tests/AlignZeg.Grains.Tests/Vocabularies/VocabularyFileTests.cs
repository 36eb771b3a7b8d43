using AlignZeg.Abstractions.Vocabularies;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class VocabularyFileTests
{
    [Theory]
    [InlineData("[\"cat\", \"dog\",]")]
    [InlineData("\uFEFF{\"classes\": [{\"name\": \"cat\"}, \"dog\"]}")]
    [InlineData("# animals\r\ncat\r\n\r\n  dog\r\n")]
    public void EveryForm_GivesTheSameClasses(string text)
    {
        var definition = VocabularyFile.Parse(text, "animals");
        Assert.Equal("animals", definition.Name);
        Assert.Equal(["cat", "dog"], definition.Classes.Select(item => item.Name));
    }

    [Fact]
    public void Json_MaySayEverything()
    {
        var definition = VocabularyFile.Parse(
            """{"name": "zoo", "classes": [{"name": "cat", "synonyms": ["kitty"], "color": "#FF0000"}, {"name": "ground", "background": true}], "templates": ["a {}"]}""", "x");
        Assert.Equal(("zoo", 1), (definition.Name, definition.BackgroundId()));
        Assert.Equal(("kitty", "#ff0000"), (definition.Classes[0].Synonyms[0], definition.Classes[0].Color));
        Assert.Equal(["a {}"], definition.Templates);
    }

    [Fact]
    public void Text_SeparatesSynonymsByBars() => Assert.Equal(["kitty", "puss"], VocabularyFile.Parse("cat | kitty|puss", "x").Classes[0].Synonyms);

    [Theory]
    [InlineData("[\"cat\",", "not valid JSON at line 1")]
    [InlineData("[1]", "Class 0 is neither")]
    [InlineData("{\"classes\": \"cat\"}", "not an array")]
    [InlineData("{\"labels\": []}", "unknown key 'labels'")]
    [InlineData("[{\"name\": \"cat\", \"synonym\": \"x\"}]", "unknown key 'synonym'")]
    [InlineData("[{\"name\": 3}]", "3 is not a text")]
    [InlineData("[{\"name\": \"cat\", \"background\": \"yes\"}]", "neither true nor false")]
    [InlineData("", "no classes")]
    [InlineData("# nothing", "no classes")]
    public void WrongFiles_SayWhatIsWrong(string text, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidVocabularyException>(() => VocabularyFile.Parse(text, "x")).Problems[0], StringComparison.Ordinal);
}
