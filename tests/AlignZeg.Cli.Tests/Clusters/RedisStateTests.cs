using System.Globalization;
using System.Net.Sockets;
using AlignZeg.Cli.Benchmarks.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>A cluster whose grains keep their state in Redis.</summary>
[Collection(InTurn.Name)]
public sealed class RedisStateTests(ReferenceRun reference)
{
    private const int Kill = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobIsDone_AndStillIs_WhenEverythingWasKilledAndStartedAgain()
    {
        await using var cluster = await ClusterProcesses.StartAsync(workers: 1, grainState: "redis");
        using var folder = new TemporaryFolder();
        string[] command = reference.Command(folder["out"], "--cluster", cluster.Config);
        (await AlignZegProcess.RunAsync(command)).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
        Assert.InRange(await CountStatesAsync(cluster.Redis), 5, int.MaxValue); // job, shards, dataset, model, vocabulary, tenant
        foreach (var silo in new[] { "api", "worker1" }) cluster[silo].Signal(Kill);
        await cluster.Redis.KillAsync();
        await cluster.Redis.StartAsync();
        await cluster.StartSiloAsync("api", "api");
        await cluster.StartSiloAsync("worker1", "worker");
        foreach (string parts in Directory.GetDirectories(folder["out"], "parts-*", SearchOption.AllDirectories)) Directory.Delete(parts, recursive: true); // so that it has to ask the job
        var again = (await AlignZegProcess.RunAsync(command)).Expect(0);
        Assert.Contains($"{ReferenceRun.Count} of {ReferenceRun.Count} images have their result already", again.Output, StringComparison.Ordinal);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    // As an operator asks who has no client: a line in, the length of the list as the first line out.
    private static async Task<int> CountStatesAsync(RedisServer redis)
    {
        using var client = new TcpClient("127.0.0.1", redis.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("KEYS *}/state/*\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync(Token))!.TrimStart('*'), CultureInfo.InvariantCulture);
    }
}
