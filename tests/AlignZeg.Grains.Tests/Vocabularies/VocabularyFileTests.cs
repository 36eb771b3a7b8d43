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

    [Theory]
    [InlineData("""{"classes": ["\ud800"]}""")]
    [InlineData("""{"\ud800": 1}""")]
    public void HalfACharacter_IsAProblemOfTheVocabulary(string text) =>
        Assert.Contains("no Unicode character", Assert.Throws<InvalidVocabularyException>(() => VocabularyFile.Parse(text, "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Json_MaySayLimitsAndRenames()
    {
        var definition = VocabularyFile.Parse("""{"classes": ["cat", {"name": "dog", "threshold": 0.7, "margin": null}], "threshold": 0.5, "margin": 0.1, "renames": {"dog": "hound"}}""", "x");
        Assert.Equal((.5, .1, null, .7, null), (definition.Threshold, definition.Margin, definition.Classes[0].Threshold, definition.Classes[1].Threshold, definition.Classes[1].Margin));
        Assert.Equal(["cat", "hound"], new[] { 0, 1 }.Select(definition.NameOf));
    }

    [Theory]
    [InlineData("imagenet-80", 80)]
    [InlineData("vild-14", 14)]
    [InlineData("none", 1)]
    [InlineData("model", 0)]
    public void Templates_MayBeAList_ByName(string name, int count)
    {
        var definition = VocabularyFile.Parse($$"""{"classes": ["cat"], "templates": "{{name}}"}""", "x");
        Assert.Equal(count, definition.Templates.Distinct().Count());
        Assert.All(definition.Templates, template => Assert.Contains("{}", template, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryFault_IsToldAtOnce()
    {
        const string Text = """
            {"classes": ["cat", 7, {"name": "cat", "threshold": "high", "colour": 1}, {"name": "dog", "margin": 2}], "templates": "vild-15", "renames": {"bird": "fowl", "cat": 3}, "extra": 0}
            """;
        var problems = Assert.Throws<InvalidVocabularyException>(() => VocabularyFile.Parse(Text, "x")).Problems;
        string[] says = ["Class 1 is neither", "threshold of class 2", "'colour'", "'vild-15'", "rename of 'cat'", "'extra'", "repeats 'cat'", "margin 2", "'bird', which is no class"];
        Assert.All(says, one => Assert.Single(problems, problem => problem.Contains(one, StringComparison.Ordinal)));
        Assert.Equal(says.Length, problems.Count);
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
