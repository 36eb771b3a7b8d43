using System.Diagnostics;
using System.Text.Json;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>A backup as deploy/README.md says to make one, in the middle of a job.</summary>
[Collection(InTurn.Name)]
public sealed class BackupTests
{
    private const int Images = 120, Before = 15, Terminate = 15;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobGoesOn_WhereTheBackupHasIt_InAnotherDirectory()
    {
        using var folder = new TemporaryFolder();
        string backup = folder["backup.tar"], key;
        ResultConsumer consumer;
        await using (var first = await SingleSilo.StartAsync(folder, "first"))
        {
            using var tenant = await SmallJob.StartAsync(first.Address, first.AdminKey!, folder, Images);
            key = tenant.Key;
            using var admin = new ApiCaller(first.Address, first.AdminKey!);
            await admin.PostAsync("/v1/models", new { name = "gone", path = folder["nowhere"], hash = new string('0', 64) });
            consumer = new(tenant, Images);
            await consumer.ReachAsync(Before);
            await first.StopAsync();
        }

        await RunAsync("tar", "--create", "--file", backup, "--directory", folder["first"], ".");
        Directory.Delete(folder["first"], recursive: true);
        Directory.CreateDirectory(folder["second"]);
        await RunAsync("tar", "--extract", "--file", backup, "--directory", folder["second"]);

        await using var second = await SingleSilo.StartAsync(folder, "second");
        Assert.Null(second.AdminKey); // the keys are in the backup
        using var same = new ApiCaller(second.Address, key);
        consumer.Tenant = same;
        await consumer.FinishAsync();
        Assert.Contains("the model 'gone'", await second.ObstacleAsync(), StringComparison.Ordinal); // the one before it in the list is there
        Assert.Equal("completed", (await same.GetAsync($"/v1/jobs/{SmallJob.Name}")).GetProperty("phase").GetString());
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }

    private sealed class SingleSilo(AlignZegProcess process) : IAsyncDisposable
    {
        private readonly AlignZegProcess _process = process;

        public Uri Address { get; private set; } = new("http://127.0.0.1");

        public string? AdminKey { get; private set; }

        public static async Task<SingleSilo> StartAsync(TemporaryFolder folder, string directory)
        {
            int port = Random.Shared.Next(19_500, 29_000);
            string file = folder[$"{directory}.json"];
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
            {
                Cluster = new { SiloPort = port, GatewayPort = port + 1 }, Storage = new { Directory = directory, FlushToDisk = false }, Http = new { Url = "http://127.0.0.1:0" }, Devices = new { Warm = new[] { "small", "gone" } },
            }), Token);
            var silo = new SingleSilo(AlignZegProcess.Start("serve", "--config", file));
            Assert.True(await silo._process.ReadLinesUntilAsync(silo.Note), "the silo does not start");
            silo._process.Drain();
            return silo;
        }

        public async Task StopAsync()
        {
            _process.Signal(Terminate);
            (await _process.EndAsync()).Expect(0);
        }

        /// <summary>Why it is not ready, once its first model is loaded.</summary>
        public async Task<string> ObstacleAsync()
        {
            using var http = new HttpClient { BaseAddress = Address };
            for (var watch = Stopwatch.StartNew(); ; await Task.Delay(TimeSpan.FromMilliseconds(200), Token))
            {
                using var answer = await http.GetAsync("/health/ready", Token);
                string said = await answer.Content.ReadAsStringAsync(Token);
                if (!said.Contains("'small'", StringComparison.Ordinal) || watch.Elapsed > TimeSpan.FromMinutes(1)) return said;
            }
        }

        public ValueTask DisposeAsync()
        {
            _process.Dispose();
            return ValueTask.CompletedTask;
        }

        private bool Note(string line)
        {
            if (line.StartsWith("http ready: ", StringComparison.Ordinal)) Address = new(line["http ready: ".Length..]);
            if (line.StartsWith("admin key, shown once: ", StringComparison.Ordinal)) AdminKey = line["admin key, shown once: ".Length..];
            return line.StartsWith("silo ready", StringComparison.Ordinal);
        }
    }
}
