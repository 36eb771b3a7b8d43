namespace AlignZeg.Datasets.Manifests;

/// <summary>Gives each found file a name that no other has.</summary>
internal static class UniqueNames
{
    /// <summary>
    /// A file keeps its relative name if no other has it; files that share one are told apart by the name of the folder they were found under, and if
    /// that is not enough by <c>~2</c>, <c>~3</c> … in the order of their paths.
    /// </summary>
    /// <returns>Name and file, in ordinal order of the names.</returns>
    public static List<(string Name, FoundFile File)> For(IReadOnlyList<FoundFile> files)
    {
        var shared = new HashSet<string>(files.GroupBy(f => f.Name).Where(g => g.Skip(1).Any()).Select(g => g.Key));
        var taken = new HashSet<string>(files.Select(f => f.Name).Where(name => !shared.Contains(name)));
        var named = new List<(string Name, FoundFile File)>(files.Count);
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
            named.Add((shared.Contains(file.Name) ? TakeUnderFolder(file, taken) : file.Name, file));

        named.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return named;
    }

    /// <summary>The first of <c>head + tail</c>, <c>head~2 + tail</c>, <c>head~3 + tail</c> … that is free; it is taken afterwards.</summary>
    public static string Take(string head, string tail, HashSet<string> taken)
    {
        var name = head + tail;
        for (var n = 2; !taken.Add(name); n++) name = $"{head}~{n}{tail}";
        return name;
    }

    /// <summary>The name, or the first of <c>a~2.jpg</c>, <c>a~3.jpg</c> … that is free; it is taken afterwards.</summary>
    public static string TakeFor(string name, HashSet<string> taken)
    {
        var head = ImageExtensions.Strip(name);
        return Take(head, name[head.Length..], taken);
    }

    private static string TakeUnderFolder(FoundFile file, HashSet<string> taken) => TakeFor(SafeName.Of($"{file.Folder}/{file.Name}"), taken);
}
