using System.Text;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("a/b.jpg", "a/b.jpg")]
    [InlineData("/etc/../passwd", "etc/._/passwd")]
    [InlineData("C:\\x?.jpg", "C__x_.jpg")]
    [InlineData("./ü\n.png", "_/ü_.png")]
    [InlineData("name. ", "name._")]
    [InlineData("//", "_")]
    public void Of_LeavesNothingDangerous(string path, string expected) => Assert.Equal(expected, SafeName.Of(path));

    [Fact]
    public void Of_ShortensWhatNoFileSystemTakes_AndStaysUnique()
    {
        var (one, two) = (SafeName.Of(new string('日', 90) + "1.jpg"), SafeName.Of(new string('日', 90) + "2.jpg"));
        Assert.NotEqual(one, two);
        Assert.EndsWith(".jpg", one, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(one), 100, 200);
    }
}
