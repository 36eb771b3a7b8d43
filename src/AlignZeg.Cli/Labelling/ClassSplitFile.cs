using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Labelling;

/// <summary>Which classes' masks a model was trained with: a file <c>{"seen": […], "unseen": […]}</c> of names or ids.</summary>
internal static class ClassSplitFile
{
    private const string Usual = "split.json", Seen = "seen", Unseen = "unseen";
    private static readonly string[] Known = [Seen, Unseen, "name", "classes"];

    /// <summary>The file that was named, or the usual one beside truth or vocabulary; null if there is none.</summary>
    public static string? Find(string? named, string? truth, string vocabulary)
    {
        if (named is not null) return File.Exists(named) ? named : throw CommandException.BadInput($"There is no split file '{named}'; leave --split out, or give a JSON file with seen and unseen classes.");
        var folders = new[] { truth, truth is null ? null : Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(truth))), Path.GetDirectoryName(Path.GetFullPath(vocabulary)) };
        return folders.OfType<string>().Select(folder => Path.Combine(folder, Usual)).FirstOrDefault(File.Exists);
    }

    /// <summary>Per class: seen, unseen, or null where the file does not say.</summary>
    /// <param name="path">The file.</param> <param name="classes">By id.</param> <param name="cancellationToken">Ends reading.</param>
    /// <param name="requireAll">True to refuse a class that is none of these; false to pass over it, for a split of a larger vocabulary.</param>
    /// <exception cref="CommandException">The file is not one, or names a class twice or one that is not known.</exception>
    public static async Task<bool?[]> ReadAsync(string path, IReadOnlyList<string> classes, CancellationToken cancellationToken, bool requireAll = false)
    {
        var seen = new bool?[classes.Count];
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            if (FaultOf(document.RootElement) is { } fault) throw Malformed(path, fault);
            foreach (var (key, value) in new[] { (Seen, true), (Unseen, false) })
            {
                foreach (var (item, id) in document.RootElement.GetProperty(key).EnumerateArray().Select(item => (item, IdOf(item, classes))))
                {
                    if (id < 0 && requireAll) throw CommandException.BadInput($"The split file '{path}' lists the class '{item}', which is none of the {classes.Count} classes; check --classes.");
                    if (id < 0) continue;
                    if (seen[id] is not null) throw CommandException.BadInput($"The split file '{path}' lists the class '{classes[id]}' twice; keep one.");
                    seen[id] = value;
                }
            }
        }
        catch (JsonException exception)
        {
            throw Malformed(path, JsonFault.Describe(exception), exception);
        }
        return seen;
    }

    private static CommandException Malformed(string path, string fault, Exception? inner = null) =>
        CommandException.BadInput($"The split file '{path}' is not of the form {{\"seen\": [\"a\"], \"unseen\": [\"b\"]}}: {fault}.", inner);

    /// <summary>What makes it no split; null if it is one. <c>name</c> and <c>classes</c> are keys of configs/splits. Any other key is most likely a misspelt one: passing over it would score without a split.</summary>
    private static string? FaultOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return "it is not an object";
        var names = root.EnumerateObject().Select(one => one.Name).ToArray();
        if (names.FirstOrDefault(name => !Known.Contains(name)) is { } unknown) return $"it has the unknown key '{unknown}'";
        string[] both = [Seen, Unseen];
        if (both.FirstOrDefault(name => !names.Contains(name)) is { } missing) return $"it has no list '{missing}' (which may be empty)";
        if (both.FirstOrDefault(name => root.GetProperty(name).ValueKind != JsonValueKind.Array) is { } single) return $"'{single}' is not a list";
        var items = both.SelectMany(name => root.GetProperty(name).EnumerateArray()).ToArray();
        if (items.Any(item => item.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))) return "its lists hold something else than names and ids";
        return items.Length > 0 ? null : "it lists no class";
    }

    /// <summary>-1 for classes that this vocabulary does not have: a split may be of a larger one.</summary>
    private static int IdOf(JsonElement item, IReadOnlyList<string> classes)
    {
        if (item.ValueKind == JsonValueKind.Number) return item.TryGetInt32(out int id) && id >= 0 && id < classes.Count ? id : -1;
        var name = item.GetString()!.Trim();
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }
}
