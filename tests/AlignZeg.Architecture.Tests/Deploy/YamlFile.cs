using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>YAML as JSON: anchors and merges are resolved, scalars without quotes have their types.</summary>
internal static class YamlFile
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<JsonObject> Read(string path) => [.. Parse(File.ReadAllText(path)).Select(document => document!.AsObject())];

    /// <summary>The documents of a text.</summary>
    public static IReadOnlyList<JsonNode?> Parse(string text)
    {
        var documents = new List<JsonNode?>();
        var parser = new MergingParser(new Parser(new StringReader(text)));
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _)) documents.Add(ToJson(Reader.Deserialize<object?>(parser)));
        return documents;
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        IDictionary<object, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create($"{pair.Key}", ToJson(pair.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(ToJson)]),
        null => null,
        _ => JsonValue.Create(value) is { } scalar ? JsonNode.Parse(scalar.ToJsonString()) : null,
    };
}
