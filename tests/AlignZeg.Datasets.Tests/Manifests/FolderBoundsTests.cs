using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class FolderBoundsTests
{
    [Theory]
    [InlineData("/data", "a/b.png", "/data/a/b.png")]
    [InlineData("/data/", "a/b.png", "/data/a/b.png")]
    [InlineData("/data", "a/../b.png", "/data/b.png")]
    [InlineData("/data", "../data/b.png", "/data/b.png")]
    [InlineData("/data", "../b.png", null)]
    [InlineData("/data", "../data2/b.png", null)]
    [InlineData("/data", "/etc/passwd", null)]
    [InlineData("/data", "a/..", null)]
    [InlineData("/data", "", null)]
    [InlineData("/data", "a\0b", null)]
    [InlineData("/", "a/b.png", "/a/b.png")]
    public void Below_LeadsIntoTheFolder_NeverOut(string folder, string name, string? path) => Assert.Equal(path, new FolderBounds(folder).Below(name));

    [Theory]
    [InlineData("/data/", "/data", true)]
    [InlineData("/data", "/data/", true)]
    [InlineData("/data", "/data/a/b", true)]
    [InlineData("/data", "/data2", false)]
    [InlineData("/data", "/", false)]
    [InlineData("/", "/data", true)]
    public void Holds_ItselfAndWhatIsBelow(string folder, string path, bool held) => Assert.Equal(held, new FolderBounds(folder).Holds(path));
}
