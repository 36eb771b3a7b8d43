using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Client;
using AlignZeg.Client.Datasets;
using AlignZeg.Client.Jobs;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Benchmarks.Ui;

/// <summary>An <c>alignzeg serve</c> as a process, with the model that ships, and its only caller.</summary>
internal sealed class UiServer : IDisposable
{
    private readonly Process _process;

    private UiServer(Process process, Uri address, string key) => (_process, Address, Key, Client) = (process, address, key, new(new AlignZegClientOptions { Server = address, Key = key }));

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>A key of the operator.</summary>
    public string Key { get; }

    /// <summary>Asks with that key.</summary>
    public AlignZegClient Client { get; }

    /// <summary>See <see cref="PeakMemory"/>, of its process.</summary>
    public long PeakMegabytes => PeakMemory.Megabytes(_process.Id);

    /// <summary>Starts one on ports and in a folder of its own.</summary>
    /// <exception cref="CommandException">It does not start.</exception>
    public static async Task<UiServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        int port = RandomNumberGenerator.GetInt32(20_000, 30_000);
        string config = Path.Combine(folder, "serve.json"), key = $"alz_operator.bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}", address = "";
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            Cluster = new { Id = "bench", SiloPort = port, GatewayPort = port + 1 }, Storage = new { Directory = Path.Combine(folder, "data"), FlushToDisk = false }, Http = new { Url = "http://127.0.0.1:0", AdminKey = key },
        }), cancellationToken);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "--config", config]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Remove("ALIGNZEG_ADMIN_KEY"); // it would stand in place of the key above
        var process = Process.Start(start)!;
        const string Ready = "http ready: ";
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal)) address = line[Ready.Length..];
            if (!line.StartsWith("silo ready", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            return new(process, new(address), key);
        }

        throw CommandException.Failed("The server of the benchmark does not start.");
    }

    /// <summary>Labels images under a name, with the world's words.</summary>
    public async Task LabelAsync(string name, string vocabulary, IReadOnlyList<byte[]> images, CancellationToken cancellationToken)
    {
        await Client.Vocabularies.PublishTextAsync("world", vocabulary, cancellationToken: cancellationToken);
        var entries = new List<ManifestEntry>();
        foreach (byte[] image in images) entries.Add(new($"{entries.Count:D5}.jpg", (await Client.Images.UploadAsync(image, cancellationToken)).Sha256));
        await Client.Datasets.RegisterAsync(name, entries, cancellationToken);
        await Client.Jobs.StartAsync(new(name, "world", "tiny") { Id = name }, cancellationToken);
        while ((await Client.Jobs.GetAsync(name, cancellationToken)).Phase != JobPhase.Completed) await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
