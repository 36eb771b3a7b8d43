using AlignZeg.Client.Jobs;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Client.Tests.Results;

public sealed class WatchTests
{
    [Fact]
    public async Task ServerWithTheStream_IsListenedTo_UntilTheJobIsAtRest()
    {
        static Task Stream(HttpContext context)
        {
            string[] states = [JobJson.Of("running"), JobJson.Of("running"), JobJson.Of("running", ok: 2), JobJson.Of("completed", ok: 3)];
            return ScriptedServer.Text(string.Concat(states.Select(state => $"event: progress\ndata: {state}\n\n")) + "event: end\ndata: {}\n\n", "text/event-stream")(context);
        }

        await using var server = await ScriptedServer.StartAsync(Stream);
        Assert.Equal([(JobPhase.Running, 0), (JobPhase.Running, 2), (JobPhase.Completed, 3)], await WatchAsync(server.Client()));
        Assert.All(server.Requests, request => Assert.Equal("/v1/jobs/j/events", request.Address));
    }

    [Fact]
    public async Task StreamThatEndsEarly_IsFollowedByOneLook()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Text("", "text/event-stream"), ScriptedServer.Text("event: end\ndata: {}\n\n", "text/event-stream"), ScriptedServer.Json(JobJson.Of("paused", ok: 1)));
        Assert.Equal([(JobPhase.Paused, 1)], await WatchAsync(server.Client()));
    }

    [Fact]
    public async Task ServerWithoutTheStream_IsAskedNowAndThen()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(404, "no-route"), ScriptedServer.Abort, ScriptedServer.Json(JobJson.Of("completed", ok: 3)));
        Assert.Equal([(JobPhase.Completed, 3)], await WatchAsync(server.Client()));
        Assert.Equal("/v1/jobs/j", server.Requests.Last().Address);
    }

    [Fact]
    public async Task UnknownJob_IsAnError()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(404, "job-not-found"));
        Assert.Equal("job-not-found", (await Assert.ThrowsAsync<AlignZegApiException>(() => WatchAsync(server.Client()))).Code);
    }

    private static async Task<List<(JobPhase, int)>> WatchAsync(AlignZegClient client)
    {
        var seen = new List<(JobPhase, int)>();
        await foreach (var job in client.Jobs.WatchAsync("j")) seen.Add((job.Phase, job.Ok));
        return seen;
    }
}
