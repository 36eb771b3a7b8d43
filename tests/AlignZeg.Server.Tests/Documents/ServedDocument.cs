using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace AlignZeg.Server.Tests.Documents;

/// <summary>The document that a server gives of itself, as something answers are held to.</summary>
public sealed partial class ServedDocument
{
    private const string Components = "#/components/schemas/", Definitions = "#/$defs/";
    private readonly List<(Regex Address, string Path, JsonObject Operations)> _paths;
    private readonly JsonNode _schemas;
    private readonly ConcurrentDictionary<string, JsonSchema> _known = [];

    private ServedDocument(JsonNode document)
    {
        _schemas = JsonNode.Parse(document["components"]!["schemas"]!.ToJsonString().Replace(Components, Definitions, StringComparison.Ordinal))!;
        _paths = [.. document["paths"]!.AsObject().Select(path => (Pattern(path.Key), path.Key, path.Value!.AsObject())).OrderBy(path => path.Key.Count(one => one == '{'))];
    }

    /// <summary>What was held to the document so far: method, path and status.</summary>
    public ConcurrentDictionary<string, bool> Seen { get; } = [];

    /// <summary>Reads a document.</summary>
    public static ServedDocument Parse(string json) => new(JsonNode.Parse(json)!);

    /// <summary>What is wrong with an answer; null if it is as documented. Addresses outside of the document are not looked at.</summary>
    public async Task<string?> FaultOfAsync(HttpResponseMessage answer)
    {
        // Cleaned of . and .. as the server does it, also where the request was not.
        string address = new Uri(answer.RequestMessage!.RequestUri!.OriginalString).AbsolutePath, method = answer.RequestMessage.Method.Method.ToLowerInvariant();
        var (_, path, operations) = _paths.FirstOrDefault(one => one.Address.IsMatch(address) && one.Operations.ContainsKey(method));
        if (operations is null) return null;
        string name = $"{method.ToUpperInvariant()} {path} {(int)answer.StatusCode}";
        Seen[name] = true;
        if (answer.StatusCode == HttpStatusCode.NotFound && (await answer.Content.ReadAsStringAsync()).Contains(":no-route\"", StringComparison.Ordinal)) return null; // the address was another, once it was cleaned
        if (operations[method]!["responses"]![$"{(int)answer.StatusCode}"] is not { } documented) return $"{name} is not documented";
        return await FaultOfBodyAsync(name, documented, answer.Content);
    }

    private async Task<string?> FaultOfBodyAsync(string name, JsonNode documented, HttpContent content)
    {
        var type = content.Headers.ContentType;
        if (type is null) return null;
        if (documented["content"]?[type.MediaType!] is not { } described) return $"{name} is documented without {type.MediaType}";
        if (!type.MediaType!.EndsWith("json", StringComparison.Ordinal) || type.MediaType.EndsWith("ndjson", StringComparison.Ordinal) || described["schema"] is not { } schema) return null;
        await content.LoadIntoBufferAsync();
        return FaultOfJson(name, schema, await content.ReadAsStringAsync());
    }

    private string? FaultOfJson(string name, JsonNode schema, string json)
    {
        var found = _known.GetOrAdd(name, _ => Compile(schema)).Evaluate(JsonDocument.Parse(json).RootElement, new() { OutputFormat = OutputFormat.List });
        if (found.IsValid) return null;
        var errors = (found.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}");
        return $"{name} is not as documented: {string.Join("; ", errors)}\n{json}";
    }

    private JsonSchema Compile(JsonNode schema)
    {
        var whole = JsonNode.Parse(schema.ToJsonString().Replace(Components, Definitions, StringComparison.Ordinal))!.AsObject();
        whole["$defs"] = _schemas.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString());
    }

    // Only names of files have slashes in them.
    private static Regex Pattern(string path)
    {
        string text = Regex.Escape(path.TrimEnd('/')).Replace(@"\{", "{", StringComparison.Ordinal);
        return new($"^{Parameter().Replace(text, match => match.Value == "{output}" || path.StartsWith("/files", StringComparison.Ordinal) ? ".+" : "[^/]+")}/?$", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
