using System.Net;
using System.Text;
using AlignZeg.Client.Results;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Client.Tests.Results;

public sealed class ResultReadingTests
{
    private const int Results = 4;
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Results).Select(Event)) + "event: end\ndata: {}\n\n");

    [Fact]
    public async Task StreamsThatBreakAtAnyByte_GiveEveryResultOnce()
    {
        for (int cut = 0; cut <= Whole.Length; cut++)
        {
            int breaks = cut;
            await using var server = await ScriptedServer.StartAsync(context => SendAsync(context, breaks, abort: breaks % 2 == 0), context => SendAsync(context, Whole.Length, abort: false));
            var read = await ReadAsync(server.Client());
            Assert.Equal([.. Enumerable.Range(0, Results)], read.Select(result => result.Index));
            Assert.Equal(["c1", "c2", "c3", "c4"], read.Select(result => result.Cursor));
        }
    }

    [Fact]
    public async Task ReadingOn_BeginsAfterTheCursor()
    {
        await using var server = await ScriptedServer.StartAsync(context => SendAsync(context, Whole.Length, abort: false));
        var read = await ReadAsync(server.Client(), after: "c3");
        Assert.Equal(3, Assert.Single(read).Index);
        Assert.Contains("\"of_tomorrow\"", read[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilentStream_IsLeft()
    {
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            context => SendAsync(context, Whole.Length, abort: false));
        Assert.Equal(Results, (await ReadAsync(server.Client(options => options.LongestSilence = TimeSpan.FromMilliseconds(100)))).Count);
    }

    [Fact]
    public async Task ServerThatIsAway_IsWaitedFor()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Abort, ScriptedServer.Problem(503, "cluster-unavailable"), context => SendAsync(context, 40, abort: true), ScriptedServer.Abort, context => SendAsync(context, Whole.Length, abort: false));
        Assert.Equal(Results, (await ReadAsync(server.Client(options => options.Retries = 0))).Count);
    }

    [Fact]
    public async Task ServerThatStaysAway_IsAnError()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(503, "cluster-unavailable"));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => ReadAsync(server.Client(options => options.LongestOutage = TimeSpan.FromMilliseconds(50))));
        Assert.Equal("cluster-unavailable", failure.Code);
    }

    [Fact]
    public async Task Refusal_IsAnErrorAtOnce()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(401, "unauthenticated"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<AlignZegApiException>(() => ReadAsync(server.Client()))).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ReadingWithoutFollowing_EndsWhereALookFindsNothing_ThoughTheStreamStaysOpen()
    {
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                await SendAsync(context, Whole.Length - "event: end\ndata: {}\n\n".Length, abort: false);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            context => PageAsync(context, "c4"));
        var read = new List<int>();
        await foreach (var result in server.Client().Results.ReadAsync("j", follow: false)) read.Add(result.Index);
        Assert.Equal([.. Enumerable.Range(0, Results)], read);
        Assert.Equal("/v1/jobs/j/results?after=c4&limit=1&wait=0", server.Requests.Last().Address);
    }

    [Fact]
    public async Task LookThatIsRefused_IsTheError()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted), ScriptedServer.Problem(401, "unauthenticated"));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(async () =>
        {
            await foreach (var _ in server.Client().Results.ReadAsync("j", follow: false)) continue;
        });
        Assert.Equal("unauthenticated", failure.Code);
    }

    [Fact]
    public async Task NothingLeft_Ends()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        Assert.Empty(await ReadAsync(server.Client(), after: "c4"));
    }

    [Fact]
    public async Task Filter_TravelsInTheAddress()
    {
        await using var server = await ScriptedServer.StartAsync(context => SendAsync(context, Whole.Length, abort: false));
        await foreach (var _ in server.Client().Results.ReadAsync("j", filter: new(["red bird", "cat"], ResultStatus.Ok, 0.5))) break;
        Assert.Equal("/v1/jobs/j/results?class=red%20bird&class=cat&status=ok&min_confidence=0.5", server.Requests.First().Address);
    }

    [Theory]
    [InlineData("tenants/acme/jobs/j/masks/a/b.png", "masks/a/b.png")]
    [InlineData("masks/a.png", "masks/a.png")]
    [InlineData("tenants/jobs/jobs/j/masks/jobs/j/a.png", "masks/jobs/j/a.png")]
    public void Output_IsNamedBelowItsJob(string name, string output) => Assert.Equal(output, OutputName.Of("j", name));

    private static async Task<List<ImageResult>> ReadAsync(AlignZegClient client, string? after = null)
    {
        var read = new List<ImageResult>();
        await foreach (var result in client.Results.ReadAsync("j", after)) read.Add(result);
        return read;
    }

    private static Task PageAsync(HttpContext context, string next)
    {
        (context.Response.Headers["X-Next-Cursor"], context.Response.Headers["X-End"]) = (next, "false");
        return Task.CompletedTask;
    }

    // What a server does: it goes on after Last-Event-ID. So many bytes of it, then the end of the connection, orderly or not.
    private static async Task SendAsync(HttpContext context, int bytes, bool abort)
    {
        string last = context.Request.Headers["Last-Event-ID"].ToString();
        int first = last.Length == 0 ? 0 : int.Parse(last[1..]);
        byte[] rest = first == 0 ? Whole : Whole[Encoding.UTF8.GetByteCount(string.Concat(Enumerable.Range(0, first).Select(Event)))..];
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.WriteAsync(rest.AsMemory(0, Math.Min(bytes, rest.Length)));
        await context.Response.Body.FlushAsync();
        if (abort) context.Abort();
    }

    private static string Event(int index) => $": alive\n\nid: c{index + 1}\ndata: {{\"index\": {index}, \"image\": \"{index}.png\", \"status\": \"ok\", \"of_tomorrow\": 1}}\n\n";
}
