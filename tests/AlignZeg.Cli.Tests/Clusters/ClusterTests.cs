using System.Text.Json;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>What a cluster of processes promises, with servers and kills that are real. The undisturbed run in one process is the measure of all.</summary>
public sealed class ClusterTests(ReferenceRun reference)
{
    private const int Kill = 9, Terminate = 15, Continue = 18, Stop = 19;
    private const int Workers = 2, Lease = 16;
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(15), Outage = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_GivesTheBytesOfOneProcess_AndItsApiNeverLoadsTorch()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        (await AlignZegProcess.RunAsync(Command(cluster, folder["out"]))).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
        Assert.DoesNotContain("torch", await MapsAsync(cluster["api"]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("libtorch", await MapsAsync(cluster["worker1"]), StringComparison.Ordinal);
        cluster["worker1"].Signal(Terminate);
        Assert.Contains("silo stopped", (await cluster["worker1"].EndAsync()).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_WithAClipAlone_GivesTheBytesOfOneProcess()
    {
        using var folder = new TemporaryFolder();
        string model = "clip:" + PublishedClip.Make(folder);
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        (await AlignZegProcess.RunAsync(reference.Command(folder["alone"], "--model", model))).Expect(0);
        (await AlignZegProcess.RunAsync([.. Command(cluster, folder["out"]), "--model", model])).Expect(0);
        await Results.AssertSameAsync(folder["alone"], folder["out"]);
    }

    [Fact]
    public async Task KilledAndFrozenWorkers_CostTime_NeverAnImage()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers + 1);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(Command(cluster, folder["out"]));
        Assert.True(await label.ReadUntilAsync(line => HasDone(line, 5)), "the job ended too soon");
        cluster["worker1"].Signal(Kill);
        cluster["worker2"].Signal(Stop);
        await Task.Delay(Freeze, Token);
        cluster["worker2"].Signal(Continue); // a zombie: it must not write anything twice
        var ended = (await label.EndAsync()).Expect(0);
        Assert.InRange(ended.Last.GetProperty("recomputed").GetInt32(), 0, (Workers + 1) * Lease);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerThatIsAwayForAWhile_CostsTime_NeverTheJob(bool storage)
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(Command(cluster, folder["out"]));
        Assert.True(await label.ReadUntilAsync(line => HasDone(line, 5)), "the job ended too soon");
        Benchmarks.Servers.ServerProcess server = storage ? cluster.Azurite : cluster.Redis;
        await server.StopAsync();
        await Task.Delay(Outage, Token);
        await server.StartAsync();
        (await label.EndAsync()).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    [Fact]
    public async Task AllProcessesKilled_ThenStartedAgain_TheJobGoesOn()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using (var label = AlignZegProcess.Start(Command(cluster, folder["out"])))
        {
            Assert.True(await label.ReadUntilAsync(line => HasDone(line, 5)), "the job ended too soon");
            foreach (var silo in new[] { "api", "worker1", "worker2" }) cluster[silo].Signal(Kill);
            label.Signal(Kill);
        }

        await cluster.StartSiloAsync("api", "api");
        await cluster.StartSiloAsync("worker1", "worker");
        (await AlignZegProcess.RunAsync(Command(cluster, folder["out"]))).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    [Fact]
    public async Task SiloAndClient_MeetInTheDirectoryBesideTheFile_AndConnectingIsSaid()
    {
        using var folder = new TemporaryFolder();
        int port = Random.Shared.Next(19_500, 29_000);
        await File.WriteAllTextAsync(folder["c.json"], $$$"""{ "Cluster": { "SiloPort": {{{port}}}, "GatewayPort": {{{port + 1}}} }, "Storage": { "Directory": "data" } }""", Token);
        using var silo = AlignZegProcess.Start("serve", "--config", folder["c.json"]);
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), "the silo does not start");
        string[] stages = [.. (await AlignZegProcess.RunAsync(reference.Command(folder["out"], "--cluster", folder["c.json"]))).Expect(0).Lines
            .Where(line => line.GetProperty("event").GetString() == "stage").Select(line => line.GetProperty("text").GetString()!)];
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(folder["data"]));
        int connecting = Array.FindIndex(stages, stage => stage.StartsWith("Connecting to the cluster of ", StringComparison.Ordinal));
        Assert.InRange(connecting, 0, Array.FindIndex(stages, stage => stage.StartsWith("Loading", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public async Task NoCluster_IsOneSentence()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["c.json"], """{ "Cluster": { "GatewayPort": 1 }, "Storage": { "Directory": "/tmp/none" }, "Colour": {} }""", Token);
        (await AlignZegProcess.RunAsync(reference.Command(folder["out"], "--cluster", folder["c.json"]))).ExpectSentence(2, "Colour", "Workers");
        Assert.False(Directory.Exists(folder["out"]), "the file is read before anything is made");
        (await AlignZegProcess.RunAsync("serve", "--config", folder["none.json"])).ExpectSentence(2, "none.json");
        await File.WriteAllTextAsync(folder["c.json"], "{\n \"Cluster\": {,\n}", Token);
        var invalid = await AlignZegProcess.RunAsync("serve", "--config", folder["c.json"]);
        invalid.ExpectSentence(2, "c.json", "line 2", "','");
        Assert.DoesNotContain("..", invalid.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", invalid.Error, StringComparison.Ordinal);
    }

    private string[] Command(ClusterProcesses cluster, string output) => reference.Command(output, "--cluster", cluster.Config);

    private static bool HasDone(JsonElement line, int images) => line.GetProperty("event").GetString() == "progress" && line.GetProperty("done").GetInt32() >= images;

    private static Task<string> MapsAsync(AlignZegProcess process) => File.ReadAllTextAsync($"/proc/{process.Id}/maps", Token);
}
