using System.Text.Json.Nodes;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>deploy/kubernetes, held against its schemas, against itself and against the program.</summary>
public sealed class KubernetesTests
{
    private const int LongestDrain = 60;
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "kubernetes");
    private static readonly JsonObject Kustomization = YamlFile.Read(Path.Combine(Folder, "base", "kustomization.yaml")).Single();
    private static readonly JsonObject[] Base = [.. Texts(Kustomization["resources"]).SelectMany(file => YamlFile.Read(Path.Combine(Folder, "base", file)))];

    public static TheoryData<string, bool> Silos() => new() { { "api", false }, { "worker", false }, { "worker", true } };

    [Fact]
    public async Task Manifests_FollowTheirSchemas()
    {
        Assert.Empty(await SchemaCheck.RunAsync("kubernetes", [.. Base, Worker(gpu: true)]));
        var wrong = Worker(gpu: false);
        Pod(wrong)["terminationGraceSeconds"] = 90;
        wrong["spec"]!["replicas"] = "two";
        string found = await SchemaCheck.RunAsync("kubernetes", [wrong]);
        Assert.Contains("terminationGraceSeconds", found, StringComparison.Ordinal);
        Assert.Contains("replicas", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Base_ListsEveryFile() =>
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(Folder, "base"), "*.yaml").Select(Path.GetFileName).Where(name => name != "kustomization.yaml").Order(StringComparer.Ordinal), Texts(Kustomization["resources"]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Silos))]
    public async Task Silo_IsStartedWithArgumentsAndKeysThatThereAre(string name, bool gpu)
    {
        var silo = Container(gpu ? Worker(gpu: true) : Named("Deployment", name));
        var environment = Environment(silo);
        string[] command = [.. Texts(silo["args"]).Select(argument => argument.Replace("$(POD_NAME)", environment["POD_NAME"], StringComparison.Ordinal))];
        var (exitCode, output) = await ConfigurationCheck.RunAsync(command, environment, ["Storage__Azure__ConnectionString", "Http__AdminKey"]);
        Assert.True(exitCode == 0, output);
        Assert.Contains(gpu ? "devices cuda" : name == "api" ? "devices none" : "devices cpu", output, StringComparison.Ordinal);
        var ports = Ports(silo);
        Assert.Contains($":{ports["silo"]}, gateway {ports["gateway"]}", output, StringComparison.Ordinal);
        var configuration = ConfigurationCheck.Configuration(command);
        Assert.Equal(ports["metrics"], new Uri($"{configuration["Telemetry"]!["Url"]}").Port);
        if (name == "api") Assert.Equal(ports["http"], new Uri($"{configuration["Http"]!["Url"]}").Port);
    }

    [Theory]
    [MemberData(nameof(Silos))]
    public void Silo_IsProbedWhereItAnswers_AndHasTimeToEnd(string name, bool gpu)
    {
        var deployment = gpu ? Worker(gpu: true) : Named("Deployment", name);
        var silo = Container(deployment);
        foreach (var (probe, path) in new[] { ("startupProbe", "/health/ready"), ("readinessProbe", "/health/ready"), ("livenessProbe", "/health/live") })
            Assert.Equal((path, "metrics"), ($"{silo[probe]!["httpGet"]!["path"]}", $"{silo[probe]!["httpGet"]!["port"]}"));
        int pause = int.Parse(Texts(silo["lifecycle"]?["preStop"]?["exec"]?["command"]).LastOrDefault() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange((int)Pod(deployment)["terminationGracePeriodSeconds"]!, LongestDrain + pause + 1, 600);
        Assert.Equal("9464", $"{deployment["spec"]!["template"]!["metadata"]!["annotations"]!["prometheus.io/port"]}");
    }

    [Fact]
    public void Pods_AreNobodyImportant() => Assert.All(Base.Where(HasPods).Append(Worker(gpu: true)), owner =>
    {
        var pod = Pod(owner);
        Assert.False((bool)pod["automountServiceAccountToken"]!);
        var user = pod["securityContext"]!;
        Assert.True((bool)user["runAsNonRoot"]!);
        Assert.NotEqual(0, (int)user["runAsUser"]!);
        Assert.Equal($"{user["runAsGroup"]}", $"{user["fsGroup"]}"); // else files of mode 0440 are closed to it
        var container = Container(owner);
        var rights = container["securityContext"]!;
        Assert.Equal((false, true), ((bool)rights["allowPrivilegeEscalation"]!, (bool)rights["readOnlyRootFilesystem"]!));
        Assert.Equal(["ALL"], Texts(rights["capabilities"]!["drop"]));
        Assert.Matches(@"^[a-z./-]+:\d", $"{container["image"]}");
        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
    });

    [Fact]
    public void Selectors_MeetPods()
    {
        var pods = Base.Where(HasPods).Select(owner => owner["spec"]!["template"]!["metadata"]!["labels"]!.AsObject()).ToList();
        foreach (var one in Base)
        {
            var selector = one["spec"]?["selector"]?["matchLabels"] ?? one["spec"]?["podSelector"]?["matchLabels"] ?? ($"{one["kind"]}" == "Service" ? one["spec"]!["selector"] : null);
            if (selector is not null) Assert.Contains(pods, labels => selector.AsObject().All(label => $"{labels[label.Key]}" == $"{label.Value}"));
        }

        Assert.Equal(["api", "worker"], Base.Where(one => $"{one["kind"]}" == "PodDisruptionBudget").Select(one => $"{one["metadata"]!["name"]}"));
    }

    [Fact]
    public void Network_IsClosed_ButForPortsThatThereAre()
    {
        var policies = Base.Where(one => $"{one["kind"]}" == "NetworkPolicy").ToList();
        Assert.Contains(policies, one => one["spec"]!["podSelector"]!.AsObject().Count == 0 && one["spec"]!["ingress"] is null);
        var known = Base.Where(HasPods).SelectMany(owner => Ports(Container(owner)).Keys).ToHashSet(StringComparer.Ordinal);
        var opened = policies.SelectMany(one => one["spec"]!["ingress"]?.AsArray() ?? []).SelectMany(rule => rule!["ports"]!.AsArray()).Select(port => $"{port!["port"]}").ToList();
        Assert.NotEmpty(opened);
        Assert.All(opened, port => Assert.Contains(port, known));
    }

    private static Dictionary<string, string> Environment(JsonObject container)
    {
        var values = Texts(Kustomization["configMapGenerator"]!.AsArray().Single()!["literals"]).Select(literal => literal.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal($"{Kustomization["configMapGenerator"]![0]!["name"]}", $"{container["envFrom"]!.AsArray().Single()!["configMapRef"]!["name"]}");
        foreach (var variable in container["env"]!.AsArray())
            values[$"{variable!["name"]}"] = variable["value"] is { } value ? $"{value}" : $"{variable["valueFrom"]!["fieldRef"]!["fieldPath"]}" switch { "metadata.name" => "worker-7c9f", "status.podIP" => "10.244.1.7", var other => throw new NotSupportedException(other) };
        return values;
    }

    private static Dictionary<string, int> Ports(JsonObject container) => container["ports"]!.AsArray().ToDictionary(port => $"{port!["name"]}", port => (int)port!["containerPort"]!);

    private static JsonObject Worker(bool gpu)
    {
        var worker = Named("Deployment", "worker").DeepClone().AsObject();
        if (gpu) JsonPatch.Apply(YamlFile.Read(Path.Combine(Folder, "gpu", "kustomization.yaml")).Single()["patches"]!.AsArray().Single()!, worker);
        return worker;
    }

    private static bool HasPods(JsonObject one) => $"{one["kind"]}" is "Deployment" or "StatefulSet";

    private static JsonObject Named(string kind, string name) => Base.Single(one => $"{one["kind"]}" == kind && $"{one["metadata"]!["name"]}" == name);

    private static JsonObject Pod(JsonObject owner) => owner["spec"]!["template"]!["spec"]!.AsObject();

    private static JsonObject Container(JsonObject owner) => Pod(owner)["containers"]!.AsArray().Single()!.AsObject();

    private static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(item => $"{item}")] : [];
}
