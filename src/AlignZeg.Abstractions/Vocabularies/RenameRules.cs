namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>What the renames of a vocabulary must hold to: every name that is put out stands for one class.</summary>
internal static class RenameRules
{
    /// <summary>Names in composed form, by their order; null if there are none. Of names that come to the same, the last counts.</summary>
    public static IReadOnlyDictionary<string, string>? Normalise(IReadOnlyDictionary<string, string>? renames)
    {
        if (renames is null || renames.Count == 0) return null;
        var normal = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, put) in renames) normal[NameForm.Normal(name)] = NameForm.Normal(put);
        return new Dictionary<string, string>(normal); // enumerates as it was filled
    }

    /// <summary>Adds a sentence per problem.</summary>
    public static void Check(VocabularyDefinition definition, IReadOnlyDictionary<string, string> renames, List<string> problems)
    {
        var classes = definition.Classes.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, put) in renames)
        {
            if (!classes.Contains(name)) problems.Add($"The renames name '{name}', which is no class; write a class's name as it stands in classes.");
            VocabularyRules.CheckText(put, $"The rename of '{name}'", "new name", problems);
        }

        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < definition.Classes.Count; id++)
        {
            string put = NameForm.Folded(definition.NameOf(id));
            if (owners.TryAdd(put, id) || !(IsRenamed(definition, id) || IsRenamed(definition, owners[put]))) continue; // two of one name are told already
            problems.Add($"The renames put out classes {owners[put]} and {id} as '{definition.NameOf(id)}' (case does not count); give each a name of its own.");
        }
    }

    private static bool IsRenamed(VocabularyDefinition definition, int id) => definition.NameOf(id) != definition.Classes[id].Name;
}
