using System.Globalization;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Logs;
using Xunit;

namespace AlignZeg.Storage.Tests.Logs;

public sealed class ResultLogTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Lines_AreReplayed_InOrder()
    {
        var log = await OpenAsync();
        await log.AppendAsync(["ä", "b"]);
        await log.AppendAsync(["c"]);
        var replayed = new List<string>();
        var again = await ResultLog.OpenAsync(_directory.Logs, "log", replayed.Add, Token);
        Assert.Equal(["ä", "b", "c"], replayed);
        Assert.Equal(3, again.Count);
    }

    [Fact]
    public async Task TornLine_IsForgotten_AndTheNextLineIsWhole()
    {
        await (await OpenAsync()).AppendAsync(["whole"]);
        await File.AppendAllTextAsync(Path.Combine(_directory.Path, "log"), "torn", Token);
        var log = await OpenAsync();
        await log.AppendAsync(["next"]);
        Assert.Equal(["whole", "next"], await File.ReadAllLinesAsync(Path.Combine(_directory.Path, "log"), Token));
    }

    [Fact]
    public async Task SecondWriter_FencesTheFirst()
    {
        var zombie = await OpenAsync();
        var owner = await OpenAsync();
        await owner.AppendAsync(["owner"]);
        await Assert.ThrowsAsync<LogFencedException>(() => zombie.AppendAsync(["zombie"]));
        await Assert.ThrowsAsync<LogFencedException>(() => zombie.AppendAsync(["again"]));
        Assert.Equal(["owner"], await File.ReadAllLinesAsync(Path.Combine(_directory.Path, "log"), Token));
    }

    [Fact]
    public async Task AppendsDuringAnAppend_GoTogetherIntoTheNext()
    {
        var store = new HeldStore(_directory.Logs);
        var log = await ResultLog.OpenAsync(store, "log", _ => { }, Token);
        var first = log.AppendAsync(["0"]);
        var others = Enumerable.Range(1, 50).Select(i => log.AppendAsync([i.ToString(CultureInfo.InvariantCulture)])).ToArray();
        Assert.False(first.IsCompleted);
        store.Release();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(2, store.Appends);
        Assert.Equal(51, log.Count);
    }

    [Fact]
    public async Task AppendOfNothing_WaitsForWhatIsOnItsWay()
    {
        var store = new HeldStore(_directory.Logs);
        var log = await ResultLog.OpenAsync(store, "log", _ => { }, Token);
        Task[] appends = [log.AppendAsync(["0"]), log.AppendAsync([]), log.AppendAsync([])];
        Assert.DoesNotContain(appends, append => append.IsCompleted);
        store.Release();
        await Task.WhenAll(appends);
        await log.AppendAsync([]);
        Assert.Equal(1, store.Appends);
    }

    [Fact]
    public async Task FailedAppend_FailsAllThatWait_AndWhatFollows()
    {
        var store = new HeldStore(_directory.Logs) { Failure = new StorageException("full", StorageFault.Full) };
        var log = await ResultLog.OpenAsync(store, "log", _ => { }, Token);
        Task[] appends = [log.AppendAsync(["0"]), log.AppendAsync(["1"])];
        store.Release();
        foreach (var append in appends) await Assert.ThrowsAsync<StorageException>(() => append);
        await Assert.ThrowsAsync<StorageException>(() => log.AppendAsync(["2"]));
        Assert.Equal(0, log.Count);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(63, 3)]
    [InlineData(64, 200)]
    [InlineData(999, 5)]
    [InlineData(1000, 5)]
    public async Task Read_GivesThePageOfACursor(int cursor, int max)
    {
        var log = await FilledAsync(1000);
        var expected = Enumerable.Range(cursor, Math.Max(0, Math.Min(max, 1000 - cursor))).Select(Line);
        Assert.Equal(expected, await log.ReadAsync(cursor, max, int.MaxValue, Token));
    }

    [Fact]
    public async Task Read_EndsAPageByBytes_ButGivesOneLine()
    {
        var log = await FilledAsync(10);
        Assert.Single(await log.ReadAsync(3, 10, maxBytes: 1, Token));
    }

    [Fact]
    public async Task Read_OfALateCursor_DoesNotReadFromTheStart()
    {
        await FilledAsync(5000);
        var store = new HeldStore(_directory.Logs);
        store.Release();
        var log = await ResultLog.OpenAsync(store, "log", _ => { }, Token);
        store.LowestPosition = long.MaxValue;
        Assert.Single(await log.ReadAsync(4990, 1, int.MaxValue, Token));
        Assert.True(store.LowestPosition > 5000 * 20, $"It read from {store.LowestPosition}.");
    }

    private static string Line(int i) => string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{i:D5},\"x\":\"é\"}}");

    private Task<ResultLog> OpenAsync() => ResultLog.OpenAsync(_directory.Logs, "log", _ => { }, Token);

    private async Task<ResultLog> FilledAsync(int lines)
    {
        var log = await OpenAsync();
        await log.AppendAsync([.. Enumerable.Range(0, lines).Select(Line)]);
        return log;
    }

    private sealed class HeldStore(IAppendStore inner) : IAppendStore
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Appends { get; private set; }

        public Exception? Failure { get; init; }

        public long LowestPosition { get; set; } = long.MaxValue;

        public void Release() => _released.SetResult();

        public Task<long> RecoverAsync(string name, CancellationToken cancellationToken = default) => inner.RecoverAsync(name, cancellationToken);

        public async Task<long> AppendAsync(string name, ReadOnlyMemory<byte> content, long expectedLength, CancellationToken cancellationToken = default)
        {
            await _released.Task;
            Appends++;
            return Failure is null ? await inner.AppendAsync(name, content, expectedLength, cancellationToken) : throw Failure;
        }

        public Task<int> ReadAsync(string name, long position, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LowestPosition = Math.Min(LowestPosition, position);
            return inner.ReadAsync(name, position, buffer, cancellationToken);
        }
    }
}
