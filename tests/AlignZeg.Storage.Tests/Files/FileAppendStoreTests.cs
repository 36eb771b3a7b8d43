using AlignZeg.Storage.Logs;
using Xunit;

namespace AlignZeg.Storage.Tests.Files;

public sealed class FileAppendStoreTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Append_GivesTheNewLength()
    {
        Assert.Equal(3, await _directory.Logs.AppendAsync("log", "ab\n"u8.ToArray(), 0, Token));
        Assert.Equal(5, await _directory.Logs.AppendAsync("log", "c\n"u8.ToArray(), 3, Token));
    }

    [Fact]
    public async Task Append_AtAnotherLength_IsFenced_AndWritesNothing()
    {
        await _directory.Logs.AppendAsync("log", "ab\n"u8.ToArray(), 0, Token);
        await Assert.ThrowsAsync<LogFencedException>(() => _directory.Logs.AppendAsync("log", "zombie\n"u8.ToArray(), 0, Token));
        Assert.Equal("ab\n", await File.ReadAllTextAsync(Path.Combine(_directory.Path, "log"), Token));
    }

    [Fact]
    public async Task Append_ByManyAtTheSameLength_LetsOneWin()
    {
        var writers = Enumerable.Range(0, 20).Select(i => TryAppendAsync($"writer {i}\n"));
        Assert.Single(await Task.WhenAll(writers), won => won);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_directory.Path, "log"), Token));
    }

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

    private async Task<bool> TryAppendAsync(string line)
    {
        try
        {
            await _directory.Logs.AppendAsync("log", System.Text.Encoding.UTF8.GetBytes(line), 0, Token);
            return true;
        }
        catch (LogFencedException)
        {
            return false;
        }
    }
}
