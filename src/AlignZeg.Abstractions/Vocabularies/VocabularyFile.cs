using System.Text.Json;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>
/// Reads a user's vocabulary file. JSON: an array of names, or <c>{"name", "classes": ["cat" | {"name", "synonyms", "color", "background"}], "templates"}</c>.
/// Text: one class per line, <c>|</c> before each synonym, <c>#</c> begins a comment line.
/// </summary>
public static class VocabularyFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the text of a file and checks it against <see cref="VocabularyRules"/>.</summary>
    /// <param name="text">All of the file.</param>
    /// <param name="name">The vocabulary's name where the file gives none, for example the file's own.</param>
    /// <exception cref="InvalidVocabularyException">Not such a file, or a vocabulary that breaks a rule.</exception>
    public static VocabularyDefinition Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        string body = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return VocabularyRules.Require(body.StartsWith('[') || body.StartsWith('{') ? FromJson(body, name) : FromLines(body, name));
    }

    private static VocabularyDefinition FromLines(string text, string name)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
        var classes = lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(texts => new VocabularyClass(texts[0], texts[1..]));
        return new(name, [.. classes], []);
    }

    private static VocabularyDefinition FromJson(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return FromRoot(document.RootElement, name);
        }
        catch (JsonException exception)
        {
            throw Wrong($"The vocabulary is not valid JSON at line {exception.LineNumber + 1}: {exception.Message}");
        }
    }

    private static VocabularyDefinition FromRoot(JsonElement root, string name)
    {
        if (root.ValueKind == JsonValueKind.Array) return new(name, Classes(root), []);
        string[] templates = [];
        IReadOnlyList<VocabularyClass> classes = [];
        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals("name")) name = Text(property.Value, "The vocabulary's name");
            else if (property.NameEquals("classes")) classes = Classes(property.Value);
            else if (property.NameEquals("templates")) templates = Texts(property.Value, "The templates");
            else throw Wrong($"The vocabulary has an unknown key '{property.Name}'; the keys are name, classes, templates.");
        }

        return new(name, classes, templates);
    }

    private static VocabularyClass[] Classes(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Select(Class)] : throw Wrong("The classes are not an array; write [\"cat\", \"dog\"].");

    private static VocabularyClass Class(JsonElement element, int index)
    {
        if (element.ValueKind == JsonValueKind.String) return VocabularyClass.Named(element.GetString()!);
        if (element.ValueKind != JsonValueKind.Object) throw Wrong($"Class {index} is neither a name nor an object with one.");
        var found = VocabularyClass.Named("");
        foreach (var property in element.EnumerateObject())
        {
            if (property.NameEquals("name")) found = found with { Name = Text(property.Value, $"The name of class {index}") };
            else if (property.NameEquals("synonyms")) found = found with { Synonyms = Texts(property.Value, $"The synonyms of class {index}") };
            else if (property.NameEquals("color")) found = found with { Color = property.Value.ValueKind == JsonValueKind.Null ? null : Text(property.Value, $"The color of class {index}") };
            else if (property.NameEquals("background")) found = found with { Background = Flag(property.Value, index) };
            else throw Wrong($"Class {index} has an unknown key '{property.Name}'; the keys are name, synonyms, color, background.");
        }

        return found;
    }

    private static bool Flag(JsonElement value, int index) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"The key background of class {index} is neither true nor false."),
    };

    private static string[] Texts(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Text(item, what))] : throw Wrong($"{what} are not an array of texts.");

    private static string Text(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"{what}: {value.GetRawText()} is not a text; put it in quotes.");

    private static InvalidVocabularyException Wrong(string problem) => new([problem]);
}
