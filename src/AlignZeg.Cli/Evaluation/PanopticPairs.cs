using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Evaluation;

/// <summary>
/// Which prediction belongs to which truth, image by image and class by class. Numbers alone do not say: every exporter counts its own images and lists its own classes, so names come first, and numbers count where a file has no
/// names, or none that the other knows.
/// </summary>
internal static class PanopticPairs
{
    /// <summary>The images of the truth, in its order, each with its prediction, whose categories are the truth's.</summary>
    /// <exception cref="CommandException">An image has no prediction, or a category of the predictions has the number of another one.</exception>
    public static IReadOnlyList<(PanopticMap Truth, PanopticMap Prediction)> Of(PanopticFile truth, PanopticFile predictions)
    {
        var categories = Categories(truth, predictions);
        var (named, known) = (ByName(predictions), ByName(truth));
        bool names = known.Keys.Any(named.ContainsKey);
        return [.. truth.Maps.Select(one => (one.Value, Translated(Prediction(one.Key), categories)))];

        PanopticMap Prediction(string image)
        {
            var found = names ? truth.Names.TryGetValue(image, out var name) ? named.GetValueOrDefault(name) : null : predictions.Maps.GetValueOrDefault(image);
            return found ?? throw CommandException.BadInput($"'{predictions.Path}' has no image {(truth.Names.TryGetValue(image, out var called) ? $"'{called}'" : image)}, which the truth has; scores of a part would mislead.");
        }
    }

    private static Dictionary<string, PanopticMap> ByName(PanopticFile file) =>
        file.Maps.Where(map => file.Names.ContainsKey(map.Key)).GroupBy(map => file.Names[map.Key], StringComparer.Ordinal).ToDictionary(maps => maps.Key, maps => maps.Last().Value, StringComparer.Ordinal);

    /// <summary>Per category of the predictions its number in the truth.</summary>
    private static Dictionary<int, int> Categories(PanopticFile truth, PanopticFile predictions)
    {
        var ids = truth.Categories.GroupBy(one => one.Value.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Key, StringComparer.Ordinal);
        var mapped = new Dictionary<int, int>();
        foreach (var (id, category) in predictions.Categories)
        {
            if (ids.Count == 0 || (truth.Categories.TryGetValue(id, out var same) && same.Name == category.Name)) continue;
            if (ids.TryGetValue(category.Name, out int wanted)) mapped[id] = wanted;
            else if (truth.Categories.TryGetValue(id, out var other))
                throw CommandException.BadInput($"Category {id} is '{category.Name}' in '{predictions.Path}' and '{other.Name}' in '{truth.Path}', which has no '{category.Name}'; rename the category in one of the files.");
        }

        return mapped;
    }

    private static PanopticMap Translated(PanopticMap map, Dictionary<int, int> categories) =>
        categories.Count == 0 ? map : map with { Segments = [.. map.Segments.Select(segment => segment with { Category = categories.GetValueOrDefault(segment.Category, segment.Category) })] };
}
