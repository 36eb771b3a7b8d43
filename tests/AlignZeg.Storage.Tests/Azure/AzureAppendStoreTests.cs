using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Logs;
using AlignZeg.Storage.Tests.Logs;
using Xunit;

namespace AlignZeg.Storage.Tests.Azure;

public sealed class AzureAppendStoreTests(AzuriteFixture azurite) : AppendStoreContract, IAsyncLifetime
{
    private AzureAppendStore _store = null!;

    protected override IAppendStore Store => _store;

    public async ValueTask InitializeAsync() => _store = new(new(await azurite.NewContainerAsync()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ResultLog_OnIt_FencesASecondWriter()
    {
        var zombie = await ResultLog.OpenAsync(_store, "log", _ => { }, Token);
        var owner = await ResultLog.OpenAsync(_store, "log", _ => { }, Token);
        await owner.AppendAsync(["owner"]);
        await Assert.ThrowsAsync<LogFencedException>(() => zombie.AppendAsync(["zombie"]));
        var lines = new List<string>();
        await ResultLog.OpenAsync(_store, "log", lines.Add, Token);
        Assert.Equal(["owner"], lines);
    }
}
