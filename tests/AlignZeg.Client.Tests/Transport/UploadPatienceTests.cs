using AlignZeg.Client.Datasets;
using Microsoft.Extensions.Time.Testing;

namespace AlignZeg.Client.Tests.Transport;

public sealed class UploadPatienceTests
{
    private static readonly Func<Microsoft.AspNetCore.Http.HttpContext, Task> Stored = ScriptedServer.Json("""{"sha256": "00", "bytes": 5}""");

    [Fact]
    public async Task AnswerThatNeverComes_IsAFailureWithoutStatus()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var client = server.Client(options => (options.Timeout, options.Retries) = (TimeSpan.FromMilliseconds(300), 1));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => client.Images.UploadAsync("bytes"u8.ToArray()));
        Assert.Null(failure.Status);
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task VersionOfADataset_MayTakeLonger_ButNotForEver()
    {
        var time = new FakeTimeProvider();
        var (came, left) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            came.SetResult();
            await left.Task;
        });
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var registered = new AlignZegClient(http, new() { Server = server.Address, Retries = 0 }, time).Datasets.RegisterAsync("d", [new ManifestEntry("a.png", new('0', 64))]);
        await came.Task;
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.False(left.Task.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("in time", (await Assert.ThrowsAsync<AlignZegApiException>(() => registered)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyThatGoesOutSlowly_MayTakeAsLongAsItNeeds_AndIsClosedBehind()
    {
        var time = new FakeTimeProvider();
        await using var server = await ScriptedServer.StartAsync(Stored);
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var client = new AlignZegClient(http, new() { Server = server.Address, Timeout = TimeSpan.FromSeconds(100), Retries = 0 }, time);
        var slow = new SlowStream("12345"u8.ToArray(), () => time.Advance(TimeSpan.FromSeconds(60)));
        await client.Images.UploadAsync(() => slow);
        Assert.Equal("12345", server.Requests.Single().Body);
        Assert.False(slow.CanRead);
    }

    // A byte at a time.
    private sealed class SlowStream(byte[] bytes, Action before) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            before();
            return base.ReadAsync(buffer[..1], cancellationToken);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            for (var one = new byte[1]; await ReadAsync(one, cancellationToken) == 1;) await destination.WriteAsync(one, cancellationToken);
        }
    }
}
