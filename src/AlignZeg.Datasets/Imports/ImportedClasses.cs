using AlignZeg.Datasets.Exports;

namespace AlignZeg.Datasets.Imports;

/// <summary>The classes of an import: those given, by name, or those that the input lists.</summary>
internal sealed class ImportedClasses
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Finds the ids.</summary>
    /// <param name="given">The classes by id; null: those found.</param>
    /// <param name="found">The names that the input lists, in its order; twice the same name is one class.</param>
    /// <exception cref="ExportException">The input has a class that is not among those given, or more than fit into a label map.</exception>
    public ImportedClasses(IReadOnlyList<string>? given, IEnumerable<string> found)
    {
        List<string> listed = [.. found.Distinct()];
        All = new(given ?? listed);
        if (All.Count > ushort.MaxValue) throw new ExportException($"The input has {All.Count:N0} classes and a label map holds {ushort.MaxValue:N0}.");
        for (var number = 0; number < All.Count; number++) _numbers.TryAdd(All.Names[number], number);
        foreach (var name in listed) _ = Of(name);
    }

    /// <summary>The classes, by id.</summary>
    public ExportClasses All { get; }

    /// <summary>The id of a name.</summary>
    /// <exception cref="ExportException">There is no such class.</exception>
    public int Of(string name) => _numbers.TryGetValue(name, out var number) ? number
        : throw new ExportException($"The category '{name}' is none of the classes given; add it to them, or leave --classes out.");
}
