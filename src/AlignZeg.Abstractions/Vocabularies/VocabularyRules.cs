namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What a vocabulary must hold to. Pure; every problem is one sentence with the class's index and what to do.</summary>
public static class VocabularyRules
{
    /// <summary>Most classes, background included.</summary>
    public const int MaxClasses = 10_000;

    /// <summary>Longest name, synonym or template, in characters.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Largest canonical form, in bytes: a version has to fit into one grain call.</summary>
    public const int MaxBytes = 900_000;

    /// <summary>All problems, in the order of the classes; empty if there are none.</summary>
    public static IReadOnlyList<string> Check(VocabularyDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new List<string>();
        if (definition.Name.Length > MaxTextLength) problems.Add($"The vocabulary's name is {definition.Name.Length} characters long; use at most {MaxTextLength}.");
        CheckShare(definition.Threshold, "The vocabulary", "threshold", problems);
        CheckShare(definition.Margin, "The vocabulary", "margin", problems);
        CheckCount(definition.Classes, problems);
        CheckClasses(definition.Classes, problems);
        for (int i = 0; i < definition.Templates.Count; i++) CheckTemplate(definition.Templates[i], i, problems);
        if (definition.Renames is { } renames) RenameRules.Check(definition, renames, problems);
        if (problems.Count == 0 && VocabularyJson.Canonical(definition).Length is var bytes && bytes > MaxBytes)
            problems.Add($"The vocabulary is {bytes:N0} bytes long; use at most {MaxBytes:N0}: fewer synonyms or shorter names.");
        return problems;
    }

    /// <summary>Gives the definition back in its normal form if there are no problems.</summary>
    /// <exception cref="InvalidVocabularyException">There are.</exception>
    public static VocabularyDefinition Require(VocabularyDefinition definition)
    {
        var normal = Normalise(definition);
        var problems = Check(normal);
        return problems.Count == 0 ? normal : throw new InvalidVocabularyException(problems);
    }

    /// <summary>Texts trimmed and in composed form (NFC), colours in lower case, renames by name, no setting that sets nothing; the rest stays.</summary>
    public static VocabularyDefinition Normalise(VocabularyDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new(
            NameForm.Normal(definition.Name), [.. definition.Classes.Select(Normalise)], [.. definition.Templates.Select(NameForm.Normal)],
            definition.Threshold is 0 ? null : definition.Threshold, definition.Margin is 0 ? null : definition.Margin, RenameRules.Normalise(definition.Renames),
            definition.Truncate is true ? true : null);
    }

    private static VocabularyClass Normalise(VocabularyClass one) =>
        one with { Name = NameForm.Normal(one.Name), Synonyms = [.. one.Synonyms.Select(NameForm.Normal)], Color = one.Color?.ToLowerInvariant() };

    private static void CheckCount(IReadOnlyList<VocabularyClass> classes, List<string> problems)
    {
        if (classes.Count == 0) problems.Add("The vocabulary has no classes; name at least one.");
        else if (classes.All(c => c.Background)) problems.Add("The vocabulary has only a background class; name at least one class to look for.");
        if (classes.Count > MaxClasses) problems.Add($"The vocabulary has {classes.Count:N0} classes; use at most {MaxClasses:N0}.");
    }

    private static void CheckClasses(IReadOnlyList<VocabularyClass> classes, List<string> problems)
    {
        var owners = new Dictionary<string, int>();
        int? background = null;
        for (int i = 0; i < Math.Min(classes.Count, MaxClasses); i++)
        {
            var item = classes[i];
            if (CheckText(item.Name, $"Class {i}", "name", problems)) CheckOwner(item.Name, i, owners, problems);
            foreach (string synonym in item.Synonyms)
                if (CheckText(synonym, $"Class {i} '{item.Name}'", "synonym", problems)) CheckOwner(synonym, i, owners, problems);
            if (item.Color is { } color && !IsColor(color)) problems.Add($"Class {i} '{item.Name}' has the colour '{color}'; write it as #rrggbb.");
            CheckShare(item.Threshold, $"Class {i} '{item.Name}'", "threshold", problems);
            CheckShare(item.Margin, $"Class {i} '{item.Name}'", "margin", problems);
            if (!item.Background) continue;
            if (background is { } first) problems.Add($"Class {i} '{item.Name}' is a second background class beside class {first}; keep one.");
            background ??= i;
        }
    }

    private static void CheckShare(double? value, string owner, string kind, List<string> problems)
    {
        if (value is not (null or (>= 0 and <= 1))) problems.Add($"{owner} has the {kind} {value}; give a number from 0 to 1.");
    }

    internal static bool CheckText(string text, string owner, string kind, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) problems.Add($"{owner} has an empty {kind}; write one or remove it.");
        else if (text.Length > MaxTextLength) problems.Add($"{owner} has a {kind} of {text.Length} characters; use at most {MaxTextLength}.");
        else if (text.Any(char.IsControl)) problems.Add($"{owner} has a control character in its {kind}; remove it.");
        else return true;
        return false;
    }

    private static void CheckOwner(string text, int index, Dictionary<string, int> owners, List<string> problems)
    {
        if (owners.TryAdd(NameForm.Folded(text), index)) return;
        int first = owners[NameForm.Folded(text)];
        problems.Add(first == index
            ? $"Class {index} has '{text}' twice; remove one."
            : $"Class {index} repeats '{text}' of class {first} (case does not count); rename or remove one.");
    }

    private static void CheckTemplate(string template, int index, List<string> problems)
    {
        if (!CheckText(template, $"Template {index}", "text", problems)) return;
        if (!template.Contains("{}", StringComparison.Ordinal)) problems.Add($"Template {index} '{template}' has no {{}} where the class's name goes; add it.");
    }

    private static bool IsColor(string color) => color.Length == 7 && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit);
}
