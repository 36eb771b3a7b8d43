using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Tests.Containers;

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

    [Fact]
    public void WhatElseALineSays_IsMetadata_AndIsReadWhenAskedFor()
    {
        foreach (var name in new[] { "a.jpg", "b.jpg", "c.jpg", "d.jpg" }) _folder.Add(name);
        var manifest = _folder.Add(
            "all.jsonl", "\uFEFF{\"image\": \"b.jpg\", \"split\": \"train\", \"metadata\": {\"camera\": {\"id\": 7}, \"split\": \"val\"}}\r\n\n{\"image\": \"a.jpg\", \"id\": 3}\n"
            + "{\"image\": \"c.jpg\", \"metadata\": \"text\"}\n{\"path\": \"d.jpg\", \"구\": 1, \"구\": 2}");
        Assert.Equal(["3", "b.jpg camera={\"id\": 7} split=\"train\"", "c.jpg metadata=\"text\"", "d.jpg 구=2"], ContainerInputs.Described(Find(manifest)));
    }

    [Theory]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) - 1)]
    [InlineData(300_000)]
    public void LongLines_AreWhole(int length)
    {
        _folder.Add("a.jpg");
        var (text, short_) = (new string('x', length), "{\"image\": \"a.jpg\", \"id\": \"1\", \"n\": 1}");
        var manifest = _folder.Add("all.jsonl", $"{short_}\n{{\"image\": \"a.jpg\", \"id\": \"2\", \"text\": \"{text}\"}}\n{short_.Replace("1", "3", StringComparison.Ordinal)}");
        Assert.Equal(["1 n=1", $"2 text=\"{text}\"", "3 n=3"], ContainerInputs.Described(Find(manifest))); // one file, under three ids
        var lines = ByteLines.Read(manifest).Select(line => System.Text.Encoding.UTF8.GetString(line.Line.Span)).ToList();
        Assert.Equal([short_.Length, length + 41, short_.Length], lines.Select(line => line.Length));
        Assert.Equal(lines, File.ReadLines(manifest));
    }

    [Fact]
    public void HugeLine_IsRefused_WithoutReadingOn()
    {
        using (var file = File.Create(_folder["huge.jsonl"])) file.SetLength(1L << 32);
        var failure = Assert.Throws<InputException>(() => Find(_folder["huge.jsonl"]));
        Assert.Equal(InputException.BrokenManifest, failure.Reason);
        Assert.Contains("Line 1", failure.Message, StringComparison.Ordinal);
    }

    private static ImageInputs Find(params string[] inputs) => ImageInputs.Find(inputs, TestContext.Current.CancellationToken);
}
