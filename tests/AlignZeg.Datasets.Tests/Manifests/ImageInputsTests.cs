using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class ImageInputsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_TakesTheImagesOfAFolder_SortedByName_AndCountsTheRest()
    {
        _folder.Add("b.JPG", "12345");
        _folder.Add("a/ü 日本.png");
        _folder.Add("a/notes.txt");
        _folder.Add(".hidden.jpg");
        _folder.Add(".cache/x.jpg");
        var inputs = Find(_folder.Root);
        Assert.Equal(["a/ü 日本.png", "b.JPG"], inputs.Entries.Select(e => e.Name));
        Assert.Equal(["a/ü 日本", "b"], inputs.Entries.Select(e => e.Stem));
        Assert.Equal(new ImageEntry("b.JPG", "b", _folder["b.JPG"], 5, $"{File.GetLastWriteTimeUtc(_folder["b.JPG"]).Ticks}"), inputs.Entries[^1]);
        Assert.Equal((2, 1, 0), (inputs.Count, inputs.LeftOut, inputs.Duplicates));
    }

    [Fact]
    public void Find_PassesOverFoldersOfResults_UnlessTheyAreNamed()
    {
        _folder.Add("a.jpg");
        _folder.Add("labels/.alignzeg/job.json");
        _folder.Add("labels/masks/a.png");
        Assert.Equal("a.jpg", Assert.Single(Find(_folder.Root).Entries).Name);
        Assert.Equal("a.jpg", Assert.Single(Find(_folder["**/*"]).Entries).Name);
        Assert.Equal("masks/a.png", Assert.Single(Find(_folder["labels"]).Entries).Name);
        Assert.Equal("a.png", Assert.Single(Find(_folder["labels/masks"]).Entries).Name);
    }

    [Fact]
    public void Find_KeepsTheNameOfAFile_ThatHadToBeMadeSafe()
    {
        var (odd, plain, second) = (_folder.Add("one/12:30/a*.jpg"), _folder.Add("one/b.jpg"), _folder.Add("two/12:30/a*.jpg"));
        var alone = Find(_folder["one"]);
        Assert.Equal([("12_30/a_.jpg", "12:30/a*.jpg"), ("b.jpg", null)], alone.Entries.Select(entry => (entry.Name, entry.Original)));
        Assert.Equal(["12:30/a*.jpg", null], Enumerable.Range(0, 2).Select(index => alone.OriginOf(index).Original));
        Assert.Equal([("one/12_30/a_.jpg", "one/12:30/a*.jpg"), ("two/12_30/a_.jpg", "two/12:30/a*.jpg")], Find(odd[..^"/12:30/a*.jpg".Length], second[..^"/12:30/a*.jpg".Length]).Entries.Where(entry => entry.Path != plain).Select(entry => (entry.Name, entry.Original)));
        var manifest = _folder.Add("one/m.jsonl", "{\"image\": \"12:30/a*.jpg\"}\n{\"image\": \"b.jpg\", \"id\": \"b?\"}\n");
        Assert.Equal([("12_30/a_.jpg", "12:30/a*.jpg"), ("b_", null)], Find(manifest).Entries.Select(entry => (entry.Name, entry.Original)));
        _folder.Add("one/12_30/a_.jpg"); // the same name by right: ~2 tells no longer which one is meant
        Assert.All(Find(_folder["one"]).Entries.Where(entry => entry.Name.Contains('~', StringComparison.Ordinal)), entry => Assert.Null(entry.Original));
    }

    [Fact]
    public void Find_TakesAFileOnce_HoweverOftenItIsNamed()
    {
        var file = _folder.Add("a.jpg");
        var inputs = Find(_folder.Root, file, _folder["*.jpg"]);
        Assert.Equal((1, 2), (inputs.Count, inputs.Duplicates));
    }

    [Fact]
    public void Find_TakesAFileUnderEachOfItsIds_AndWithoutOneOnce()
    {
        _folder.Add("a.jpg");
        var manifest = _folder.Add("m.jsonl", """
            {"image": "a.jpg", "id": "q1", "question": "what?"}
            {"image": "a.jpg", "id": "q2", "question": "where?"}
            {"image": "a.jpg"}
            {"image": "a.jpg"}
            """);
        var inputs = Find(manifest);
        Assert.Equal(["a.jpg", "q1", "q2"], inputs.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, inputs.Duplicates);
    }

    [Fact]
    public void Find_TakesNamedFiles_WhateverTheirExtension() => Assert.Equal("scan.dat", Assert.Single(Find(_folder.Add("scan.dat")).Entries).Stem);

    [Fact]
    public void Find_TakesAFileWhoseNameLooksLikeAPattern() => Assert.Equal(1, Find(_folder.Add("a[1].jpg")).Count);

    [Theory]
    [InlineData("**/*.jpg", "a.jpg,x/b.jpg,x/y/c.jpg")]
    [InlineData("*.jpg", "a.jpg")]
    [InlineData("x/**", "b.jpg,y/c.jpg,y/d.png")]
    [InlineData("**/[c-d].*", "x/y/c.jpg,x/y/d.png")]
    [InlineData("**/[!a-c].*", "x/y/d.png")]
    [InlineData("x/y/?.{png,jpg}", "c.jpg,d.png")]
    [InlineData("x/*/c.jpg", "y/c.jpg")]
    [InlineData("**/*.txt", "x/y/readme.txt")]
    public void Find_MatchesPatterns(string pattern, string expected)
    {
        foreach (var file in new[] { "a.jpg", "x/b.jpg", "x/y/c.jpg", "x/y/d.png", "x/y/readme.txt", ".git/e.jpg" }) _folder.Add(file);
        Assert.Equal(expected.Split(','), Find(_folder[pattern]).Entries.Select(e => e.Name));
    }

    [Fact]
    public void Find_TellsEqualNamesApart_ByTheirFolders()
    {
        _folder.Add("one/a.jpg");
        _folder.Add("two/a.jpg");
        _folder.Add("two/b.jpg");
        _folder.Add("deep/two/a.jpg");
        var inputs = Find(_folder["one"], _folder["two"], _folder["deep/two"]);
        Assert.Equal(["b.jpg", "one/a.jpg", "two/a.jpg", "two/a~2.jpg"], inputs.Entries.Select(e => e.Name));
        Assert.Equal(inputs.Entries, Find(_folder["deep/two"], _folder["two"], _folder["one"]).Entries);
    }

    [Fact]
    public void Find_FollowsLinkedFolders_ButNotInCircles()
    {
        _folder.Add("data/a.jpg");
        _folder.Add("photos/b.jpg");
        Directory.CreateSymbolicLink(_folder["photos/data"], _folder["data"]);
        Directory.CreateSymbolicLink(_folder["photos/loop"], _folder["photos"]);
        Directory.CreateSymbolicLink(_folder["photos/gone"], _folder["nowhere"]);
        Assert.Equal(["b.jpg", "data/a.jpg"], Find(_folder["photos"]).Entries.Select(e => e.Name));
    }

    [Fact]
    public void Entries_GiveLengthZero_ToFilesThatAreGone()
    {
        var file = _folder.Add("a.jpg");
        var inputs = Find(file);
        File.Delete(file);
        Assert.Equal(0, Assert.Single(inputs.Entries).Bytes);
    }

    [Theory]
    [InlineData("missing", InputException.NotFound, "There is no folder or file")]
    [InlineData("missing/*.jpg", InputException.NoMatch, "matches no image")]
    [InlineData("[a.jpg", InputException.NoMatch, "malformed")]
    [InlineData("empty", InputException.EmptyFolder, "files ending in jpg, jpeg,")]
    public void Find_SaysWhatIsWrong(string input, string reason, string sentence)
    {
        _folder.Add("empty/readme.txt");
        var failure = Assert.Throws<InputException>(() => Find(_folder[input]));
        Assert.Equal(reason, failure.Reason);
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_RefusesNothing() => Assert.Equal(InputException.Nothing, Assert.Throws<InputException>(() => Find()).Reason);

    private static ImageInputs Find(params string[] inputs) => ImageInputs.Find(inputs, TestContext.Current.CancellationToken);
}
