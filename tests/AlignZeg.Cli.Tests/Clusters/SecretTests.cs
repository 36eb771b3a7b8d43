using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Secrets come from files, and come out nowhere.</summary>
[Collection(InTurn.Name)]
public sealed class SecretTests
{
    private const int Terminate = 15;
    private const string Signature = "c2lnbmF0dXJlLW9mLW5vYm9keQ"; // of a SAS

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_ComeFromFilesAsKubernetesMountsThem_AndAreInNoLog_WhateverItsLevel()
    {
        string password = Random(16), adminKey = $"alz_operator.first_{Random(32)}";
        await using var redis = TestServers.Redis(password);
        await using var azurite = TestServers.Azurite();
        redis.Require();
        azurite.Require();
        await Task.WhenAll(redis.StartAsync(), azurite.StartAsync());
        using var folder = new TemporaryFolder();
        Mount(folder["secrets"], new() { ["Cluster__Redis"] = $"{redis.Address},password={password}", ["Storage__Azure__ConnectionString"] = azurite.ConnectionString, ["Http__AdminKey"] = adminKey });
        int port = System.Random.Shared.Next(12_000, 19_000);
        await File.WriteAllTextAsync(folder["c.json"], JsonSerializer.Serialize(new
        {
            Cluster = new { Id = $"secrets-{port}", SiloPort = port, GatewayPort = port + 1 },
            Storage = new { Azure = new { Container = "secrets" } },
            Http = new { Url = $"http://127.0.0.1:{port + 2}" },
            Telemetry = new { Url = $"http://127.0.0.1:{port + 3}", Level = "trace" },
        }), Token);
        using var silo = AlignZegProcess.StartProgram(AlignZegProcess.Program, ["serve", "--config", folder["c.json"], "--role", "api"], new Dictionary<string, string> { ["ALIGNZEG_SECRETS"] = folder["secrets"] });
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), "the silo does not start");
        silo.Drain();
        var (key, signing) = await UseAsync(new($"http://127.0.0.1:{port + 2}"), adminKey);
        silo.Signal(Terminate);
        var ended = (await silo.EndAsync()).Expect(0);
        string said = ended.Output + ended.Error, accountKey = azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        Assert.Contains("trce: ", said, StringComparison.Ordinal); // else this test would see nothing
        foreach (string secret in new[] { password, adminKey, adminKey.Split('_')[^1], key, key.Split('_')[^1], signing, signing["whsec_".Length..], Signature, accountKey, Uri.EscapeDataString(accountKey) })
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsWrongWithSecrets_IsOneSentence()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["c.json"], """{ "Storage": { "Directory": "data" } }""", Token);
        (await CheckAsync(folder["c.json"], folder["none"])).ExpectSentence(2, "ALIGNZEG_SECRETS", "none");
        Mount(folder["secrets"], new() { ["Http__AdminKeys"] = "hush" });
        var wrong = await CheckAsync(folder["c.json"], folder["secrets"]);
        wrong.ExpectSentence(2, "section Http: there is no key 'AdminKeys'");
        Assert.DoesNotContain("hush", wrong.Output + wrong.Error, StringComparison.Ordinal);
    }

    private static async Task<Outcome> CheckAsync(string configuration, string secrets)
    {
        using var process = AlignZegProcess.StartProgram(AlignZegProcess.Program, ["serve", "--config", configuration, "--check"], new Dictionary<string, string> { ["ALIGNZEG_SECRETS"] = secrets });
        return await process.EndAsync();
    }

    /// <summary>What it can be told, and tells, that is secret: keys of tenants and of webhooks, and signatures of containers.</summary>
    private static async Task<(string Key, string Signing)> UseAsync(Uri address, string adminKey)
    {
        using var admin = new ApiCaller(address, adminKey);
        string key = (await admin.PostAsync("/v1/tenants/acme/keys", new { scopes = new[] { "label" } })).GetProperty("key").GetString()!;
        using var tenant = new ApiCaller(address, key);
        await tenant.PutAsync("/v1/vocabularies/three", new[] { "amber", "denim", "lace" });
        await tenant.PostAsync("/v1/datasets/photos/imports", new { id = "one", container = $"https://nobody.blob.core.windows.net/photos?sv=2025-01-05&sig={Signature}" });
        return (key, (await tenant.PutAsync("/v1/webhooks/ours", new { url = "https://receiver.invalid/hook" })).GetProperty("secret").GetString()!);
    }

    /// <summary>A folder of links into another one, which is replaced as a whole.</summary>
    private static void Mount(string folder, Dictionary<string, string> secrets)
    {
        string version = Path.Combine(folder, "..2026_11_29");
        Directory.CreateDirectory(version);
        Directory.CreateSymbolicLink(Path.Combine(folder, "..data"), "..2026_11_29");
        foreach (var (name, value) in secrets)
        {
            File.WriteAllText(Path.Combine(version, name), value + "\n");
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
        }
    }

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
