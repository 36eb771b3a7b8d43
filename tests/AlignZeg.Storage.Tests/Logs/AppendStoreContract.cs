using System.Text;
using AlignZeg.Storage.Logs;
using Xunit;

namespace AlignZeg.Storage.Tests.Logs;

/// <summary>What every store of logs promises.</summary>
public abstract class AppendStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IAppendStore Store { get; }

    [Fact]
    public async Task Append_GivesTheNewLength()
    {
        Assert.Equal(3, await Store.AppendAsync("log", "ab\n"u8.ToArray(), 0, Token));
        Assert.Equal(5, await Store.AppendAsync("log", "c\n"u8.ToArray(), 3, Token));
        Assert.Equal(5, await Store.RecoverAsync("log", Token));
    }

    [Fact]
    public async Task Append_AtAnotherLength_IsFenced_AndWritesNothing()
    {
        await Store.AppendAsync("log", "ab\n"u8.ToArray(), 0, Token);
        await Assert.ThrowsAsync<LogFencedException>(() => Store.AppendAsync("log", "zombie\n"u8.ToArray(), 0, Token));
        await Assert.ThrowsAsync<LogFencedException>(() => Store.AppendAsync("log", "early\n"u8.ToArray(), 99, Token));
        Assert.Equal("ab\n", await TextAsync());
    }

    [Fact]
    public async Task Append_ByManyAtTheSameLength_LetsOneWin()
    {
        var writers = Enumerable.Range(0, 20).Select(i => TryAppendAsync($"writer {i}\n"));
        Assert.Single(await Task.WhenAll(writers), won => won);
        Assert.Single((await TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Read_GivesAnyPart_AndNothingBeyondTheEnd()
    {
        await Store.AppendAsync("log", "abc\ndef\n"u8.ToArray(), 0, Token);
        var buffer = new byte[5];
        Assert.Equal(5, await Store.ReadAsync("log", 2, buffer, Token));
        Assert.Equal("c\ndef", Encoding.UTF8.GetString(buffer));
        Assert.Equal(1, await Store.ReadAsync("log", 7, buffer, Token));
        Assert.Equal(0, await Store.ReadAsync("log", 8, buffer, Token));
        Assert.Equal(0, await Store.ReadAsync("no such log", 0, buffer, Token));
        Assert.Equal(0, await Store.RecoverAsync("no such log", Token));
    }

    [Fact]
    public async Task Append_OfMoreThanABlock_IsWhole()
    {
        var lines = string.Concat(Enumerable.Range(0, 90_000).Select(i => $"line {i} {new string('x', 100)}\n")); // some 10 MB
        Assert.Equal(lines.Length, await Store.AppendAsync("log", Encoding.UTF8.GetBytes(lines), 0, Token));
        Assert.Equal(lines, await TextAsync());
    }

    private async Task<string> TextAsync()
    {
        var buffer = new byte[await Store.RecoverAsync("log", Token)];
        for (int read = 0; read < buffer.Length;) read += await Store.ReadAsync("log", read, buffer.AsMemory(read), Token);
        return Encoding.UTF8.GetString(buffer);
    }

    private async Task<bool> TryAppendAsync(string line)
    {
        try
        {
            await Store.AppendAsync("log", Encoding.UTF8.GetBytes(line), 0, Token);
            return true;
        }
        catch (LogFencedException)
        {
            return false;
        }
    }
}
