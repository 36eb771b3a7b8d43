using System.Text.Json;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>Reads the JSON form of a vocabulary. What cannot be read becomes a problem and is left out, so that the rest is read and checked all the same.</summary>
internal sealed class VocabularyReader
{
    /// <summary>One sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What could be read.</summary>
    /// <param name="root">An array of classes, or an object.</param> <param name="name">The name where it gives none.</param>
    public VocabularyDefinition Read(JsonElement root, string name)
    {
        var found = new VocabularyDefinition(name, [], []);
        if (root.ValueKind == JsonValueKind.Array) return found with { Classes = Classes(root) };
        foreach (var property in root.EnumerateObject()) found = With(found, property.Name, property.Value);
        return found;
    }

    private VocabularyDefinition With(VocabularyDefinition found, string key, JsonElement value) => key switch
    {
        "name" => found with { Name = Text(value, "The vocabulary's name") ?? found.Name },
        "classes" => found with { Classes = Classes(value) },
        "templates" => found with { Templates = Templates(value) },
        "threshold" => found with { Threshold = Share(value, "The vocabulary's threshold") },
        "margin" => found with { Margin = Share(value, "The vocabulary's margin") },
        "renames" => found with { Renames = Renames(value) },
        "truncate" => found with { Truncate = Flag(value, "truncate of the vocabulary") },
        _ => Wrong(found, $"The vocabulary has an unknown key '{key}'; the keys are name, classes, templates, threshold, margin, renames, truncate."),
    };

    private VocabularyClass[] Classes(JsonElement array) => array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray().Select(Class)]
        : Wrong<VocabularyClass[]>([Unread(0)], "The classes are not an array; write [\"cat\", \"dog\"].");

    private VocabularyClass Class(JsonElement element, int index)
    {
        if (element.ValueKind == JsonValueKind.String) return VocabularyClass.Named(Text(element, $"Class {index}") ?? Unread(index).Name);
        if (element.ValueKind != JsonValueKind.Object) return Wrong(Unread(index), $"Class {index} is neither a name nor an object with one.");
        var found = VocabularyClass.Named("");
        foreach (var property in element.EnumerateObject()) found = With(found, property.Name, property.Value, index);
        return found;
    }

    private VocabularyClass With(VocabularyClass found, string key, JsonElement value, int index) => key switch
    {
        "name" => found with { Name = Text(value, $"The name of class {index}") ?? Unread(index).Name },
        "synonyms" => found with { Synonyms = Texts(value, $"The synonyms of class {index}") },
        "color" => found with { Color = value.ValueKind == JsonValueKind.Null ? null : Text(value, $"The color of class {index}") },
        "background" => found with { Background = Flag(value, $"background of class {index}") },
        "threshold" => found with { Threshold = Share(value, $"The threshold of class {index}") },
        "margin" => found with { Margin = Share(value, $"The margin of class {index}") },
        _ => Wrong(found, $"Class {index} has an unknown key '{key}'; the keys are name, synonyms, color, background, threshold, margin."),
    };

    private string[] Templates(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return Texts(value, "The templates");
        return PromptTemplates.Find(value.GetString()!) is { } list
            ? [.. list]
            : Wrong<string[]>([], $"The templates '{value.GetString()}' are no list of that name; the names are {string.Join(", ", PromptTemplates.Names)}.");
    }

    private Dictionary<string, string>? Renames(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Object) return Wrong<Dictionary<string, string>?>(null, "The renames are not an object; write {\"old name\": \"new name\"}.");
        var renames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (Text(property.Value, $"The rename of '{property.Name}'") is { } put && !renames.TryAdd(property.Name, put))
                Problems.Add($"The renames name '{property.Name}' twice; keep one.");
        }

        return renames;
    }

    private bool Flag(JsonElement value, string key) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Wrong(false, $"The key {key} is neither true nor false."),
    };

    private double? Share(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetDouble(),
        _ => Wrong<double?>(null, $"{what}: {Shown(value)} is not a number; give one from 0 to 1."),
    };

    private string[] Texts(JsonElement value, string what) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(item => Text(item, what)).OfType<string>()]
        : Wrong<string[]>([], $"{what} are not an array of texts.");

    private string? Text(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong<string?>(null, $"{what}: {Shown(value)} is not a text; put it in quotes.");

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 100 } text ? text[..100] + "…" : value.GetRawText();

    // Stands for a class that could not be read; breaks no rule, so that it is told once.
    private static VocabularyClass Unread(int index) => VocabularyClass.Named($"(class {index})");

    private T Wrong<T>(T instead, string problem)
    {
        Problems.Add(problem);
        return instead;
    }
}
