using System.Text.Json;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Labelling;

/// <summary>Which classes' masks a model was trained with: a file <c>{"seen": […], "unseen": […]}</c> of names or ids.</summary>
internal static class ClassSplitFile
{
    private const string Usual = "split.json";

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
            foreach (var (key, value) in new[] { ("seen", true), ("unseen", false) })
            {
                if (!document.RootElement.TryGetProperty(key, out var list)) continue;
                foreach (var (item, id) in list.EnumerateArray().Select(item => (item, IdOf(item, classes))))
                {
                    if (id < 0 && requireAll) throw CommandException.BadInput($"The split file '{path}' lists the class '{item}', which is none of the {classes.Count} classes; check --classes.");
                    if (id < 0) continue;
                    if (seen[id] is not null) throw CommandException.BadInput($"The split file '{path}' lists the class '{classes[id]}' twice; keep one.");
                    seen[id] = value;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw CommandException.BadInput($"The split file '{path}' is not of the form {{\"seen\": [\"a\"], \"unseen\": [\"b\"]}}: {exception.Message}", exception);
        }
        return seen;
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
