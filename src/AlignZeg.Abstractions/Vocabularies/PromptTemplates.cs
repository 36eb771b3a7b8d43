namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>Lists of prompts that a vocabulary may ask for by name; a version holds their texts, so that it never changes with a list.</summary>
public static class PromptTemplates
{
    // CLIP's 80 for ImageNet, and ViLD's 14; as in SAN, san/model/clip_utils/utils.py, github.com/MendelXu/SAN at e19262d.
    private static readonly string[] Lists = ["imagenet-80", "vild-14"];

    /// <summary>The names: two lists, <c>none</c> for the class's name alone, <c>model</c> for whatever the model was trained with.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Lists, "none", "model"];

    /// <summary>The list of a name; empty for <c>model</c>, null for a name that is none.</summary>
    public static IReadOnlyList<string>? Find(string name) => name switch
    {
        "model" => [],
        "none" => ["{}"],
        _ => Lists.Contains(name, StringComparer.Ordinal) ? Read(name) : null,
    };

    private static string[] Read(string name)
    {
        using var reader = new StreamReader(typeof(PromptTemplates).Assembly.GetManifestResourceStream($"templates.{name}.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
