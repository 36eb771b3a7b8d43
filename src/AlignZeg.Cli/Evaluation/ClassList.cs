using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;

namespace AlignZeg.Cli.Evaluation;

/// <summary>The classes that label maps are scored for, by id, and which of them had masks in training.</summary>
/// <param name="Names">By id.</param> <param name="Seen">Per class: seen, unseen, or null where nothing says.</param>
internal sealed record ClassList(IReadOnlyList<string> Names, bool?[] Seen)
{
    /// <summary>Reads the classes and their split.</summary>
    /// <param name="path">classes.json of a job, a vocabulary file, or a file of configs/splits, which is its own split.</param>
    /// <param name="split">The split that was named; null: the usual one beside truth or classes, if there is one.</param>
    /// <param name="truth">Folder of the truth.</param> <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="CommandException">A file is missing or of another form, or the split that was named knows other classes.</exception>
    public static async Task<ClassList> ReadAsync(string path, string? split, string truth, CancellationToken cancellationToken)
    {
        var (names, isSplit) = await NamesAsync(path, cancellationToken);
        var file = split is null && isSplit ? path : ClassSplitFile.Find(split, truth, path);
        var seen = file is null ? new bool?[names.Count] : await ClassSplitFile.ReadAsync(file, names, cancellationToken, requireAll: file == split || file == path);
        return new(names, seen);
    }

    /// <summary>Reads the classes alone, by id.</summary>
    /// <exception cref="CommandException">The file is missing or of another form.</exception>
    public static async Task<IReadOnlyList<string>> ReadNamesAsync(string path, CancellationToken cancellationToken) => (await NamesAsync(path, cancellationToken)).Names;

    private static async Task<(IReadOnlyList<string> Names, bool IsSplit)> NamesAsync(string path, CancellationToken cancellationToken)
    {
        if (await RootAsync(path, cancellationToken) is { } root)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("seen", out _) && root.TryGetProperty("classes", out var classes)) return (Texts(classes, path), true);
            if (Path.GetFileName(path) == "classes.json" && root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object))
                return ([.. root.EnumerateArray().Select(one => one.TryGetProperty("name", out var name) ? name.GetString()! : throw Other(path))], false);
        }

        return ([.. (await LabelPlan.ReadVocabularyAsync(path, cancellationToken)).Classes.Select(one => one.Name)], false);
    }

    /// <summary>The file as JSON; null if it is none, or not there, which the reader of vocabularies then says.</summary>
    private static async Task<JsonElement?> RootAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<string> Texts(JsonElement classes, string path) => classes.ValueKind == JsonValueKind.Array && classes.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
        ? [.. classes.EnumerateArray().Select(one => one.GetString()!)]
        : throw Other(path);

    private static CommandException Other(string path) =>
        CommandException.BadInput($"The file '{path}' holds no list of classes; give classes.json of a job, a vocabulary file, or a file of configs/splits.");
}
