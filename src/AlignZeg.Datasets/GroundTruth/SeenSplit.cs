using System.Text.Json;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>The classes of a data set, and which of them have masks in training. Files: configs/splits.</summary>
/// <param name="Name">Of the split.</param> <param name="Classes">All of them, by id.</param> <param name="Seen">Per class: whether training may use its masks.</param>
public sealed record SeenSplit(string Name, IReadOnlyList<string> Classes, IReadOnlyList<bool> Seen)
{
    /// <summary>Reads a file <c>{"name", "classes", "seen", "unseen"}</c>; other keys are left alone.</summary>
    /// <exception cref="GroundTruthException">There is no such file, or seen and unseen do not part the classes.</exception>
    public static SeenSplit Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var (classes, seen, unseen) = (Names(document, "classes"), Names(document, "seen"), Names(document, "unseen"));
            Check(path, classes, seen, unseen);
            return new(document.RootElement.GetProperty("name").GetString()!, classes, [.. classes.Select(seen.Contains)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GroundTruthException($"There is no split '{path}'; configs/splits holds some.", exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new GroundTruthException($"The split '{path}' is not of the form {{\"name\": \"\", \"classes\": [], \"seen\": [], \"unseen\": []}}: {exception.Message}", exception);
        }
    }

    private static string[] Names(JsonDocument document, string key) => [.. document.RootElement.GetProperty(key).EnumerateArray().Select(name => name.GetString()!)];

    private static void Check(string path, string[] classes, string[] seen, string[] unseen)
    {
        var both = seen.Concat(unseen).ToList();
        if (both.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new GroundTruthException($"The split '{path}' lists '{twice.Key}' twice; a class is seen or unseen.");
        if (both.Except(classes).FirstOrDefault() is { } unknown) throw new GroundTruthException($"The split '{path}' names '{unknown}', which is none of its classes.");
        if (classes.Except(both).FirstOrDefault() is { } missing) throw new GroundTruthException($"The split '{path}' does not say whether '{missing}' is seen.");
        if (classes.Distinct().Count() != classes.Length) throw new GroundTruthException($"The split '{path}' names a class twice in 'classes'.");
    }
}
