using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>deploy/compose.yaml, held against its schema and against the program. That it runs is tested with its processes, in the tests of the command line.</summary>
public sealed class ComposeTests
{
    private const int LongestDrain = 60;
    private static readonly JsonObject Compose = YamlFile.Read(Path.Combine(Repository.Root, "deploy", "compose.yaml")).Single();
    private static readonly Dictionary<string, JsonObject> Services = Compose["services"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.AsObject());

    public static TheoryData<string> Silos() => [.. Services.Where(service => Texts(service.Value["command"]).FirstOrDefault() == "serve").Select(service => service.Key)];

    [Fact]
    public async Task Files_FollowTheirSchema()
    {
        var gpu = YamlFile.Read(Path.Combine(Repository.Root, "deploy", "compose.gpu.yaml"));
        Assert.Empty(await SchemaCheck.RunAsync("compose", [Compose, .. gpu]));
        var wrong = Compose.DeepClone().AsObject();
        wrong["services"]!["api"]!["restarts"] = "always";
        Assert.Contains("restarts", await SchemaCheck.RunAsync("compose", [wrong]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Silos))]
    public async Task Silo_IsStartedWithArgumentsAndKeysThatThereAre(string name)
    {
        var environment = Services[name]["environment"]!.AsObject().ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
        environment["ALIGNZEG__Cluster__Address"] = "127.0.0.1"; // 'auto' asks for a network
        string[] command = Texts(Services[name]["command"]), secrets = Texts(Services[name]["secrets"]);
        var (exitCode, output) = await ConfigurationCheck.RunAsync(command, environment, secrets);
        Assert.True(exitCode == 0, output);
        Assert.Contains("configuration checked", output, StringComparison.Ordinal);
        environment["ALIGNZEG__Cluster__Colour"] = "red";
        Assert.Equal(2, (await ConfigurationCheck.RunAsync(command, environment, secrets)).ExitCode);
        Assert.NotEqual(0, (await ConfigurationCheck.RunAsync(command, environment, secrets.Where(secret => !secret.StartsWith("Storage", StringComparison.Ordinal)))).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Silos))]
    public void Silo_HasTimeToEndItsBatches(string name) =>
        Assert.InRange(int.Parse($"{Services[name]["stop_grace_period"]}".TrimEnd('s'), CultureInfo.InvariantCulture), LongestDrain + 1, 600);

    [Fact]
    public void Services_AreNobodyImportant() => Assert.All(Services, service =>
    {
        var (name, it) = service;
        Assert.True((bool)it["read_only"]!, name);
        Assert.Equal(["ALL"], Texts(it["cap_drop"]));
        Assert.Contains("no-new-privileges:true", Texts(it["security_opt"]));
        Assert.Matches(@"^[a-z./-]+:\d", $"{it["image"]}");
        Assert.True(it["build"] is not null || $"{it["user"]}" is var user && user.Length > 0 && user[0] != '0', $"{name} runs as root"); // ours says so in its Containerfile
    });

    [Fact]
    public void Services_WaitForWhatCanBeWaitedFor() => Assert.All(Services.Values.SelectMany(it => it["depends_on"]?.AsObject() ?? []), needed =>
    {
        var it = Services[needed.Key];
        if ($"{needed.Value!["condition"]}" == "service_healthy") Assert.NotNull(it["healthcheck"]!["test"]);
        else Assert.Null(it["restart"]); // one that ends
    });

    [Fact]
    public void Redis_Remembers_AndForgetsNothingToMakeRoom() =>
        Assert.Equal(["redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction"], Texts(Services["redis"]["command"]));

    [Fact]
    public void Secrets_AreFilesThatAreNotCheckedIn()
    {
        var declared = Compose["secrets"]!.AsObject();
        Assert.Equal(declared.Select(secret => secret.Key).Order(StringComparer.Ordinal), Services.Values.SelectMany(it => Texts(it["secrets"])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(declared, secret => Assert.Equal($"secrets/{secret.Key}", $"{secret.Value!["file"]}"));
        foreach (string list in new[] { ".gitignore", ".dockerignore" })
            Assert.Contains(File.ReadLines(Path.Combine(Repository.Root, list)), line => line.TrimEnd('/') == "deploy/secrets");
    }

    [Fact]
    public void Api_IsPublishedAtItsPort()
    {
        string[] parts = Texts(Services["api"]["ports"]).Single().Split(':');
        Assert.Equal("127.0.0.1", parts[0]); // there is no TLS
        Assert.Equal($"{new Uri($"{ConfigurationCheck.Configuration(Texts(Services["api"]["command"]))["Http"]!["Url"]}").Port}", parts[^1]);
    }

    private static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(item => $"{item}")] : [];
}
