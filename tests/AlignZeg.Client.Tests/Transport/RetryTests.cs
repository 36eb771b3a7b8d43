using AlignZeg.Client.Jobs;
using AlignZeg.Client.Tenants;

namespace AlignZeg.Client.Tests.Transport;

public sealed class RetryTests
{
    private static readonly Func<Microsoft.AspNetCore.Http.HttpContext, Task> Good = ScriptedServer.Json(JobJson.Of("running"));

    [Theory]
    [InlineData(408), InlineData(429), InlineData(502), InlineData(503), InlineData(504)]
    public async Task SafeCall_IsRepeated_WhereTheStatusMayPass(int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(status, "busy"), ScriptedServer.Problem(status, "busy"), Good);
        Assert.Equal(JobPhase.Running, (await server.Client().Jobs.GetAsync("j")).Phase);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(400), InlineData(401), InlineData(404), InlineData(409), InlineData(500), InlineData(507)]
    public async Task SafeCall_IsNotRepeated_WhereNothingWillChange(int status)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(status, "code"), Good);
        Assert.Equal(status, (int?)(await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client().Jobs.GetAsync("j"))).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task BrokenConnection_IsRepeated()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Abort, ScriptedServer.Abort, Good);
        await server.Client().Jobs.PauseAsync("j");
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Retries_HaveAnEnd()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(503, "storage-unavailable"));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client(options => options.Retries = 2).Jobs.GetAsync("j"));
        Assert.Equal("storage-unavailable", failure.Code);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task StartOfAJobWithoutId_IsRepeatedWithOneAndTheSame()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Abort, Good);
        await server.Client().Jobs.StartAsync(new("d", "v", "m"));
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
        Assert.Contains("\"id\":\"job-", server.Requests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallsThatMakeSomethingEachTime_AreNeverRepeated()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Abort);
        var client = server.Client();
        await Assert.ThrowsAsync<AlignZegApiException>(() => client.Keys.CreateAsync("acme", new([KeyScope.Label])));
        await Assert.ThrowsAsync<AlignZegApiException>(() => client.Keys.RotateAsync("acme", "id"));
        await Assert.ThrowsAsync<AlignZegApiException>(() => client.Jobs.RetryAsync("j"));
        Assert.Equal(3, server.Requests.Count);
        await Assert.ThrowsAsync<AlignZegApiException>(() => client.Jobs.RetryAsync("j", new(Number: 1)));
        Assert.Equal(9, server.Requests.Count);
    }

    [Fact]
    public async Task Upload_IsSentAgainFromItsBeginning()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(503, "storage-unavailable"), ScriptedServer.Json("""{"sha256": "00", "bytes": 5}"""));
        await server.Client().Images.UploadAsync(() => new MemoryStream("bytes"u8.ToArray()));
        Assert.Equal(["bytes", "bytes"], server.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task SlowAnswer_IsAFailureWithoutStatus()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => server.Client(options => (options.Timeout, options.Retries) = (TimeSpan.FromMilliseconds(100), 1)).Jobs.GetAsync("j"));
        Assert.Null(failure.Status);
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task CallersToken_EndsACall_AsACancellation()
    {
        using var source = new CancellationTokenSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().Jobs.GetAsync("j", source.Token));
        Assert.Single(server.Requests);
    }
}
