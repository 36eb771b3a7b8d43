using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class SortedFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_ComeFolderByFolder_InOrdinalOrder_ThoseThatAreMeant()
    {
        foreach (var name in new[] { "b.png", "a/z.png", "a/B.PNG", "a.png", "a-.png", ".hidden/c.png", "ü.png", "a/notes.txt", ".d.png" }) _folder.Add(name);
        Assert.Equal(["a/B.PNG", "a/z.png", "a-.png", "a.png", "b.png", "ü.png"], Names((name, isFolder) => name[0] != '.' && (isFolder || !name.EndsWith(".txt", StringComparison.Ordinal))));
        Assert.Equal(9, Names((_, _) => true).Length);
    }

    [Fact]
    public void Files_AreNotThoseOfLinkedFolders_ButThoseThatAreLinks()
    {
        _folder.Add("data/a.png");
        _folder.Add("maps/b.png");
        Directory.CreateSymbolicLink(_folder["maps/data"], _folder["data"]);
        File.CreateSymbolicLink(_folder["maps/c.png"], _folder["data/a.png"]);
        Assert.Equal(["data/a.png", "maps/b.png", "maps/c.png"], Names((_, _) => true));
    }

    [Fact]
    public void Files_OfAFolderThatIsGone_AreAnError() => Assert.Throws<DirectoryNotFoundException>(() => SortedFolder.Files(_folder["gone"], (_, _) => true).Count());

    private string[] Names(Func<string, bool, bool> isMeant) => [.. SortedFolder.Files(_folder.Root, isMeant).Select(path => Path.GetRelativePath(_folder.Root, path).Replace(Path.DirectorySeparatorChar, '/'))];
}
