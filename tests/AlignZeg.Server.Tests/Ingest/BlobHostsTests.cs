using AlignZeg.Server.Hosting;
using AlignZeg.Server.Ingest;
using AlignZeg.Server.Problems;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Tests.Ingest;

public sealed class BlobHostsTests
{
    private readonly BlobHosts _hosts = new(Options.Create(new UploadOptions()));

    [Fact]
    public void ContainersOfAzure_AreTakenApart()
    {
        var request = _hosts.Check("https://photos.blob.core.windows.net/animals?sv=1&sig=SECRET%3D", "2026/");
        Assert.Equal(("https://photos.blob.core.windows.net/animals", "sv=1&sig=SECRET%3D", "2026/"), (request.Container, request.Signature, request.Prefix));
        Assert.DoesNotContain("SECRET", $"{request}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://photos.blob.core.windows.net/animals?sig=SECRET")]
    [InlineData("https://127.0.0.1/animals?sig=SECRET")]
    [InlineData("https://169.254.169.254/metadata?sig=SECRET")]
    [InlineData("https://localhost/animals?sig=SECRET")]
    [InlineData("https://[::1]/animals?sig=SECRET")]
    [InlineData("https://blob.core.windows.net/animals?sig=SECRET")]
    [InlineData("https://a.b.blob.core.windows.net/animals?sig=SECRET")]
    [InlineData("https://photos.blob.core.windows.net.evil.example/animals?sig=SECRET")]
    [InlineData("https://evil.example/photos.blob.core.windows.net?sig=SECRET")]
    [InlineData("https://photos.blob.core.windows.net@evil.example/animals?sig=SECRET")]
    [InlineData("https://evil.example#.blob.core.windows.net/animals?sig=SECRET")]
    [InlineData("https://photos.blob.core.windows.net:8443/animals?sig=SECRET")]
    [InlineData("https://photos.blob.core.windows.net/?sig=SECRET")]
    [InlineData("https://photos.blob.core.windows.net/animals/cat.png?sig=SECRET")]
    [InlineData("file:///etc/passwd?sig=SECRET")]
    [InlineData("animals")]
    [InlineData("")]
    [InlineData(null)]
    public void EverythingElse_IsRefused_WithoutItsSecret(string? container)
    {
        var refused = Assert.Throws<ProblemException>(() => _hosts.Check(container, null));
        Assert.Equal(ProblemTypes.InvalidImport, refused.Type);
        Assert.DoesNotContain("SECRET", refused.Message, StringComparison.Ordinal);
    }
}
