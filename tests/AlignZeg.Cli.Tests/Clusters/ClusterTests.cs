using System.Text.Json;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>What a cluster of processes promises, with servers and kills that are real. The undisturbed run in one process is the measure of all.</summary>
[Collection(InTurn.Name)]
public sealed class ClusterTests(ReferenceRun reference, PairOfWorkers pair) : IClassFixture<PairOfWorkers>
{
    private const int Kill = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_WithAClipAlone_GivesTheBytesOfOneProcess()
    {
        using var folder = new TemporaryFolder();
        string model = "clip:" + PublishedClip.Make(folder);
        (await AlignZegProcess.RunAsync(reference.Command(folder["alone"], "--model", model))).Expect(0);
        Assert.NotEqual(0, TextRuns((await AlignZegProcess.RunAsync([.. Command(folder["out"]), "--model", model])).Expect(0)));
        await Results.AssertSameAsync(folder["alone"], folder["out"]);
    }

    [Fact]
    public async Task AllProcessesKilled_ThenStartedAgain_TheJobGoesOn_ToTheBytesOfOneProcess_AndNoTextIsEmbeddedAgain()
    {
        using var folder = new TemporaryFolder();
        using (var label = AlignZegProcess.Start(Command(folder["out"])))
        {
            Assert.True(await label.ReadUntilAsync(line => HasDone(line, 5)), "the job ended too soon");
            foreach (var silo in PairOfWorkers.Silos) Cluster[silo].Signal(Kill);
            label.Signal(Kill);
        }

        await Cluster.StartSiloAsync("api", "api");
        await Task.WhenAll(Cluster.StartSiloAsync("worker1", "worker"), Cluster.StartSiloAsync("worker2", "worker"));
        Assert.Equal(0, TextRuns((await AlignZegProcess.RunAsync(Command(folder["out"]))).Expect(0)));
        await Results.AssertSameAsync(reference.Output, folder["out"]);
        Assert.Equal(0, TextRuns((await AlignZegProcess.RunAsync([.. Command(folder["second"]), "--no-overlay"])).Expect(0))); // another job, the same classes
        Assert.DoesNotContain("torch", await MapsAsync(Cluster["api"]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("libtorch", await MapsAsync(Cluster["worker1"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_OfTheApi_ShowsEverySilo_AndWhatEachCounts()
    {
        using var operators = new ApiCaller(Cluster.Address, Cluster.AdminKey);
        var hosts = (await operators.GetAsync("/dashboard/DashboardCounters")).GetProperty("hosts").EnumerateArray().ToDictionary(host => host.GetProperty("siloName").GetString()!, host => host.GetProperty("siloAddress").GetString()!);
        Assert.Equal(PairOfWorkers.Silos, hosts.Keys.Order());
        foreach (string address in hosts.Values)
        {
            var last = (await operators.GetAsync($"/dashboard/HistoricalStats/{address}")).EnumerateArray().Last(); // told by that silo, over the cluster
            Assert.NotEqual(0, last.GetProperty("activationCount").GetInt32());
        }
    }

    [Fact]
    public async Task ImageThatCannotBeRead_FailsAlone()
    {
        using var folder = new TemporaryFolder();
        int port = Random.Shared.Next(19_500, 29_000);
        await File.WriteAllTextAsync(folder["c.json"], $$$"""{ "Cluster": { "SiloPort": {{{port}}}, "GatewayPort": {{{port + 1}}} }, "Http": { "Enabled": false }, "Storage": { "Directory": "data" } }""", Token);
        using var silo = AlignZegProcess.Start("serve", "--config", folder["c.json"]);
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), "the silo does not start");
        silo.Drain();
        Directory.CreateDirectory(folder["images"]);
        foreach (var scene in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(2)) File.Copy(scene, Path.Combine(folder["images"], Path.GetFileName(scene)));
        string[] paths = [.. Directory.EnumerateFiles(folder["images"]), folder["images/gone.png"]];
        await File.WriteAllLinesAsync(folder["all.jsonl"], paths.Select(path => JsonSerializer.Serialize(new { image = path })), Token);
        string[] command = ["label", folder["all.jsonl"], "--vocabulary", reference.Vocabulary, "--output", folder["out"], "--json", "--cluster", folder["c.json"]];
        var ended = (await AlignZegProcess.RunAsync(command)).Expect(3);
        Assert.Equal((2, 1), (ended.Last.GetProperty("done").GetInt32(), ended.Last.GetProperty("failures").GetProperty("not_found").GetInt32()));
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(folder["data"], "tenants/local/images"), "*", SearchOption.AllDirectories).Count());
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

    private ClusterProcesses Cluster => pair.Cluster;

    private string[] Command(string output) => reference.Command(output, "--cluster", Cluster.Config);

    private static long TextRuns(Outcome outcome) => outcome.Last.GetProperty("text_runs").GetInt64();

    private static bool HasDone(JsonElement line, int images) => line.GetProperty("event").GetString() == "progress" && line.GetProperty("done").GetInt32() >= images;

    private static Task<string> MapsAsync(AlignZegProcess process) => File.ReadAllTextAsync($"/proc/{process.Id}/maps", Token);
}
