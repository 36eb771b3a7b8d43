namespace AlignZeg.Datasets.Manifests;

/// <summary>Gives each found file a name that no other has.</summary>
internal static class UniqueNames
{
    /// <summary>
    /// A file keeps its relative name if no other has it; files that share one are told apart by the name of the folder they were found under, and if
    /// that is not enough by <c>~2</c>, <c>~3</c> … in the order of their paths.
    /// </summary>
    /// <returns>Name and file, in ordinal order of the names.</returns>
    public static (string Name, FoundFile File)[] For(IReadOnlyList<FoundFile> files)
    {
        (string Name, FoundFile File)[] named = [.. files.Select(file => (file.Name, file))];
        Array.Sort(named, ByName);
        int[] shared = [.. Enumerable.Range(0, named.Length).Where(i => IsShared(named, i))]; // equal names are neighbours: nothing is kept of the others
        if (shared.Length == 0) return named;
        var taken = new HashSet<string>(Enumerable.Range(0, named.Length).Where(i => !IsShared(named, i)).Select(i => named[i].Name));
        foreach (int i in shared.OrderBy(i => named[i].File.Path, StringComparer.Ordinal)) named[i].Name = TakeUnderFolder(named[i].File, taken);
        Array.Sort(named, ByName);
        return named;
    }

    /// <summary>The first of <c>head + tail</c>, <c>head~2 + tail</c>, <c>head~3 + tail</c> … that is free.</summary>
    /// <param name="head">What it begins with.</param> <param name="tail">What it ends with.</param> <param name="tryTake">True if a name was free; it is taken afterwards.</param>
    public static string Take(string head, string tail, Func<string, bool> tryTake)
    {
        var name = head + tail;
        for (var n = 2; !tryTake(name); n++) name = $"{head}~{n}{tail}";
        return name;
    }

    /// <summary>The name, or the first of <c>a~2.jpg</c>, <c>a~3.jpg</c> … that is free; it is taken afterwards.</summary>
    public static string TakeFor(string name, HashSet<string> taken)
    {
        var head = ImageExtensions.Strip(name);
        return Take(head, name[head.Length..], taken.Add);
    }

    private static int ByName((string Name, FoundFile File) one, (string Name, FoundFile File) other) => string.CompareOrdinal(one.Name, other.Name);

    // By what files are called themselves: the names here change while this is asked.
    private static bool IsShared((string Name, FoundFile File)[] named, int i) =>
        (i > 0 && named[i - 1].File.Name == named[i].File.Name) || (i + 1 < named.Length && named[i + 1].File.Name == named[i].File.Name);

    private static string TakeUnderFolder(FoundFile file, HashSet<string> taken) => TakeFor(SafeName.Of($"{file.Folder}/{file.Name}"), taken);
}
