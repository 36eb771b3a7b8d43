using AlignZeg.Storage.Logs;
using AlignZeg.Storage.Tests.Logs;
using Xunit;

namespace AlignZeg.Storage.Tests.Files;

public sealed class FileAppendStoreTests : AppendStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();

    protected override IAppendStore Store => _directory.Logs;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("{\"a\":1}\n", "{\"a\":1}\n")]
    [InlineData("{\"a\":1}\n{\"b", "{\"a\":1}\n")]
    [InlineData("{\"torn", "")]
    public async Task Recover_DropsATornLine(string found, string kept)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "log"), found, Token);
        Assert.Equal(kept.Length, await _directory.Logs.RecoverAsync("log", Token));
        Assert.Equal(kept, await File.ReadAllTextAsync(Path.Combine(_directory.Path, "log"), Token));
    }

    [Fact]
    public async Task Recover_FindsTheLastLine_BeforeALongTornOne()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "log"), "first\n" + new string('x', 300_000), Token);
        Assert.Equal(6, await _directory.Logs.RecoverAsync("log", Token));
    }
}
