using AlignZeg.Storage.Blobs;
using Xunit;

namespace AlignZeg.Storage.Tests.Blobs;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("tenants/a/jobs/b/masks/holiday 1/Zürich (2).png")]
    [InlineData("a")]
    [InlineData("a/.hidden")]
    public void Check_GivesGoodNamesBack(string name) => Assert.Equal(name, BlobName.Check(name));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData(".locks/00.lock")]
    [InlineData("a\\..\\x")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void Check_RefusesNamesThatLeaveTheStore(string name) => Assert.Throws<ArgumentException>(() => BlobName.Check(name));

    [Fact]
    public void Check_RefusesWhatFileSystemsCannotHold()
    {
        Assert.Throws<ArgumentException>(() => BlobName.Check(new string('a', 201)));
        Assert.Throws<ArgumentException>(() => BlobName.Check(string.Join('/', Enumerable.Repeat("abcdefghi", 95))));
    }
}
