using System.Runtime.InteropServices;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// The rule by which outputs are named. An image's stem is its name without the image extension: <c>photos/a.jpg</c> → <c>photos/a</c>. Where two images
/// would share a stem (<c>a.jpg</c> and <c>a.png</c>, or <c>A.jpg</c> on systems that ignore case), each of them keeps its extension instead: <c>a.jpg</c>,
/// <c>a.png</c>. Should that be taken too, <c>~2</c>, <c>~3</c> … follow. A folder whose name ends like an output (<c>a.png/</c>) gets a <c>_</c>, so that
/// no output has to be both file and folder. The stems depend on the set of names only, not on their order.
/// </summary>
internal static class OutputStems
{
    private static readonly string[] OutputExtensions = [".png", ".jpg", ".json"];

    /// <summary>One stem per name, in the order of the names.</summary>
    /// <param name="names">Distinct names, in ordinal order.</param>
    public static string[] For(IReadOnlyList<string> names)
    {
        var others = NotPlain(names);
        return [.. names.Select((name, i) => others.GetValueOrDefault(i) ?? PlainOf(name))];
    }

    /// <summary>The stem of a name that no other shares it with.</summary>
    public static string PlainOf(string name) => ImageExtensions.Strip(MarkFolders(name));

    /// <summary>The stems that are not the plain ones, by the places of their names: few or none, so that nobody needs to keep the rest.</summary>
    /// <param name="names">Distinct names, in ordinal order.</param>
    public static Dictionary<int, string> NotPlain(IReadOnlyList<string> names)
    {
        var uses = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names) CollectionsMarshal.GetValueRefOrAddDefault(uses, PlainOf(name), out _)++;
        var others = new Dictionary<int, string>();
        if (uses.Count == names.Count) return others;
        var taken = new HashSet<string>(uses.Where(u => u.Value == 1).Select(u => u.Key), StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            if (uses[PlainOf(names[i])] > 1) others[i] = UniqueNames.Take(MarkFolders(names[i]), "", taken);
        }

        return others;
    }

    private static string MarkFolders(string name)
    {
        if (!name.Contains('/')) return name;
        var segments = name.Split('/');
        for (var i = 0; i < segments.Length - 1; i++)
        {
            if (OutputExtensions.Contains(Path.GetExtension(segments[i]), StringComparer.OrdinalIgnoreCase)) segments[i] += "_";
        }

        return string.Join('/', segments);
    }
}
