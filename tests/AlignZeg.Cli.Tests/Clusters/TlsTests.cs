using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AlignZeg.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Silos and clients that show certificates of one authority meet; nobody else gets a word in.</summary>
[Collection(InTurn.Name)]
public sealed class TlsTests(ReferenceRun reference)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SilosAndClients_WithCertificates_Meet_AndOthersAreRefused()
    {
        await using var redis = TestServers.Redis();
        redis.Require();
        await redis.StartAsync();
        using var folder = new TemporaryFolder();
        using TestAuthority ours = new("ours"), theirs = new("theirs");
        int port = Random.Shared.Next(12_000, 19_000);
        foreach (string name in new[] { "api", "worker", "client" }) ours.Write(folder[name], name);
        foreach (string name in new[] { "api", "worker", "client", "stranger" }) await File.WriteAllTextAsync(folder[$"{name}.json"], Configuration(redis.Address, port, name == "stranger" ? null : name), Token);

        using var api = await StartAsync(folder["api.json"], "api", port);
        using var worker = await StartAsync(folder["worker.json"], "worker", port + 2);
        Directory.CreateDirectory(folder["images"]);
        foreach (string image in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(3)) File.Copy(image, Path.Combine(folder["images"], Path.GetFileName(image)));
        (await AlignZegProcess.RunAsync("label", folder["images"], "--vocabulary", reference.Vocabulary, "--output", folder["out"], "--json", "--no-overlay", "--cluster", folder["client.json"])).Expect(0);

        foreach (int open in new[] { port, port + 1 }) // silo and gateway
        {
            Assert.True(await IsLetInAsync(open, ours.Issue("guest")), "a certificate of the authority is refused");
            Assert.False(await IsLetInAsync(open, theirs.Issue("guest")), "a certificate of another authority is let in");
            Assert.False(await IsLetInAsync(open, null), "who shows no certificate is let in");
        }

        var refused = await RunStrangerAsync(folder["stranger.json"], port + 4);
        refused.ExpectSentence(1, "cannot join the cluster", "Cluster:Tls");
    }

    private static async Task<AlignZegProcess> StartAsync(string configuration, string role, int port)
    {
        var silo = AlignZegProcess.Start("serve", "--config", configuration, "--role", role, "--name", role, "--silo-port", $"{port}", "--gateway-port", $"{port + 1}");
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), $"the {role} does not start");
        silo.Drain();
        return silo;
    }

    private static async Task<Outcome> RunStrangerAsync(string configuration, int port)
    {
        using var silo = AlignZegProcess.Start("serve", "--config", configuration, "--role", "api", "--name", "stranger", "--silo-port", $"{port}", "--gateway-port", $"{port + 1}");
        return await silo.EndAsync(TimeSpan.FromMinutes(2));
    }

    // With TLS 1.3 a client hears that it was refused when it reads, not when it shakes hands: who is let in is asked for nothing yet, and waits.
    private static async Task<bool> IsLetInAsync(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient("127.0.0.1", port);
        await using var tls = new SslStream(client.GetStream(), false, (_, shown, _, _) => shown?.Issuer == "CN=ours");
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "any", ClientCertificates = certificate is null ? [] : [certificate] }, Token);
            using var moment = CancellationTokenSource.CreateLinkedTokenSource(Token);
            moment.CancelAfter(TimeSpan.FromSeconds(2));
            return await tls.ReadAsync(new byte[1], moment.Token) > 0;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    private static string Configuration(string redis, int port, string? certificates) => JsonSerializer.Serialize(new
    {
        Cluster = new { Id = $"tls-{port}", Redis = redis, JoinWithin = certificates is null ? "00:00:05" : "00:02:00", Tls = certificates is null ? null : new { Certificate = $"{certificates}/tls.crt", Key = $"{certificates}/tls.key", Authority = $"{certificates}/ca.crt" } },
        Storage = new { Directory = "data", FlushToDisk = false },
        Http = new { Enabled = false },
    });
}
