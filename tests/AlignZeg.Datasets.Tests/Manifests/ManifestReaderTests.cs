using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_ReadsManifests()
    {
        _folder.Add("images/a.jpg");
        var outside = _folder.Add("b.jpg");
        var manifest = _folder.Add(
            "list/all.jsonl", $$"""{"image": "../images/a.jpg", "id": "scène/7"}{{'\n'}}{{'\n'}}{"path": "{{outside}}", "note": 1}{{'\n'}}{"image": "gone.png"}{{'\n'}}""");
        var entries = Find(manifest).Entries.ToArray();
        Assert.Equal(["b.jpg", "gone.png", "scène/7"], entries.Select(e => e.Name));
        Assert.Equal([outside, _folder["list/gone.png"], _folder["images/a.jpg"]], entries.Select(e => e.Path));
    }

    [Theory]
    [InlineData("{\"image\": ", "Line 2", "is not valid JSON")]
    [InlineData("[]", "Line 2", "is not a JSON object")]
    [InlineData("{\"file\": \"a.jpg\"}", "Line 2", "has neither 'image' nor 'path'")]
    [InlineData("{\"image\": 3}", "Line 2", "has 'image' that is not a string")]
    [InlineData("{\"image\": \"\"}", "Line 2", "has an empty or impossible 'image'")]
    [InlineData("{\"image\": \"\\ud800\"}", "Line 2", "is not valid Unicode")]
    [InlineData("{\"image\": \"b.jpg\", \"id\": \"x\"}", "Line 2", "has the id 'x' of line 1")]
    public void Find_NamesTheBrokenLine(string line, string where, string what)
    {
        _folder.Add("a.jpg");
        var manifest = _folder.Add("all.jsonl", "{\"image\": \"a.jpg\", \"id\": \"x\"}\n" + line);
        var failure = Assert.Throws<InputException>(() => Find(manifest));
        Assert.Equal(InputException.BrokenManifest, failure.Reason);
        Assert.Contains(where, failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains(manifest, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_RefusesManifestsOfNothing()
    {
        Assert.Equal(InputException.BrokenManifest, Assert.Throws<InputException>(() => Find(_folder.Add("empty.jsonl", "\n"))).Reason);
        Assert.Equal(InputException.NotFound, Assert.Throws<InputException>(() => Find(_folder.Add("far.jsonl", "{\"image\": \"gone.jpg\"}"))).Reason);
    }

    private static ImageInputs Find(params string[] inputs) => ImageInputs.Find(inputs, TestContext.Current.CancellationToken);
}
