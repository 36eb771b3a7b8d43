using System.Text.Json;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>
/// Reads a user's vocabulary file. JSON: an array of names, or <c>{"name", "classes": ["cat" | {"name", "synonyms", "color", "background", "threshold", "margin"}],
/// "templates", "threshold", "margin", "renames", "truncate"}</c>. Text: one class per line, <c>|</c> before each synonym, <c>#</c> begins a comment line.
/// </summary>
public static class VocabularyFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the text of a file and checks it against <see cref="VocabularyRules"/>; all that is wrong is told at once.</summary>
    /// <param name="text">All of the file.</param>
    /// <param name="name">The vocabulary's name where the file gives none, for example the file's own.</param>
    /// <exception cref="InvalidVocabularyException">Not such a file, or a vocabulary that breaks a rule.</exception>
    public static VocabularyDefinition Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        string body = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return body.StartsWith('[') || body.StartsWith('{') ? FromJson(body, name) : VocabularyRules.Require(FromLines(body, name));
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
            var reader = new VocabularyReader();
            var read = VocabularyRules.Normalise(reader.Read(document.RootElement, name));
            string[] problems = [.. reader.Problems, .. VocabularyRules.Check(read)];
            return problems.Length == 0 ? read : throw new InvalidVocabularyException(problems);
        }
        catch (JsonException exception)
        {
            throw new InvalidVocabularyException([$"The vocabulary is not valid JSON at line {exception.LineNumber + 1}: {exception.Message}"]);
        }
        catch (InvalidOperationException) // of half a surrogate pair: nothing else in it is asked for what it is not
        {
            throw new InvalidVocabularyException(["The vocabulary has an escape that is no Unicode character, such as \"\\ud800\": half of a pair. Was a text cut in the middle of a character?"]);
        }
    }
}
