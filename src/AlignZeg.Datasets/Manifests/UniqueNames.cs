using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>Gives each found file a name that no other has.</summary>
internal static class UniqueNames
{
    /// <summary>
    /// A file keeps its relative name if no other has it; files that share one are told apart by the name of the folder they were found under, and if
    /// that is not enough by <c>~2</c>, <c>~3</c> … in the order of their paths.
    /// </summary>
    /// <param name="files">Under their relative names.</param>
    /// <returns>The same under names of their own.</returns>
    public static SpooledRecords For(SpooledRecords files)
    {
        using var taken = new SpooledSet();
        using var shared = new SpooledRecords(); // by their paths
        bool isAny = false;
        foreach (var (record, isShared) in Marked(files.Read()))
        {
            isAny |= isShared;
            if (isShared) shared.Add(FoundFile.Read(record.Content).Path, record.Content);
            else taken.Add(record.Name);
        }

        if (!isAny) return files;
        var named = new SpooledRecords();
        foreach (var (record, isShared) in Marked(files.Read()))
            if (!isShared) named.Add(record.Name, record.Content);
        foreach (var record in shared.Read()) named.Add(TakeUnderFolder(FoundFile.Read(record.Content), taken), record.Content);
        files.Dispose();
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
    public static string TakeFor(string name, Func<string, bool> tryTake)
    {
        var head = ImageExtensions.Strip(name);
        return Take(head, name[head.Length..], tryTake);
    }

    /// <summary>The name that tells a file apart from those of other folders.</summary>
    public static string UnderFolder(FoundFile file) => SafeName.Of($"{file.Folder}/{file.Name}");

    // Equal names are neighbours.
    private static IEnumerable<(SpooledRecord Record, bool IsShared)> Marked(IEnumerable<SpooledRecord> files)
    {
        (SpooledRecord Record, bool IsShared)? before = null;
        foreach (var file in files)
        {
            bool isShared = before?.Record.Name == file.Name;
            if (before is { } one) yield return (one.Record, one.IsShared || isShared);
            before = (file, isShared);
        }

        if (before is { } last) yield return last;
    }

    private static string TakeUnderFolder(FoundFile file, SpooledSet taken) => TakeFor(UnderFolder(file), taken.Add);
}
