using System.Text.Json.Nodes;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>The patches of a kustomization, as kustomize applies them (RFC 6902; of its operations those that are used).</summary>
internal static class JsonPatch
{
    /// <summary>Applies one to the document that it is meant for.</summary>
    public static void Apply(JsonNode patch, JsonObject target)
    {
        Assert.Equal(($"{target["kind"]}", $"{target["metadata"]!["name"]}"), ($"{patch["target"]!["kind"]}", $"{patch["target"]!["name"]}"));
        foreach (var operation in YamlFile.Parse($"{patch["patch"]}").Single()!.AsArray()) Apply(operation!, $"{operation!["op"]}", $"{operation["path"]}", target);
    }

    private static void Apply(JsonNode operation, string kind, string path, JsonObject target)
    {
        string[] steps = [.. path.Split('/')[1..].Select(step => step.Replace("~1", "/", StringComparison.Ordinal))];
        var parent = steps[..^1].Aggregate((JsonNode)target, (node, step) => (node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node[step])!);
        var value = operation["value"]!.DeepClone();
        if (parent is JsonArray list && steps[^1] == "-") list.Add(value);
        else if (kind == "replace") Assert.NotNull(parent[steps[^1]]);
        if (parent is JsonObject map) map[steps[^1]] = value;
    }
}
