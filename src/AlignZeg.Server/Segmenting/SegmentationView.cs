using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Server.Segmenting;

/// <summary>The answer in JSON.</summary>
/// <param name="Classes">Those that have pixels, by ascending id.</param>
/// <param name="Unlabelled">Pixels without a class: those that no class claims, none where the vocabulary has a background; and those that its thresholds ignore.</param>
/// <param name="Uncertainty">As in the results of a job, 0 to 1; null from a worker that does not tell it.</param>
/// <param name="Masks">One per class of <paramref name="Classes"/>, in their order.</param>
/// <param name="MaskPng">The label map, a PNG of ids; null unless it was asked for.</param>
internal sealed record SegmentationView(
    int Width, int Height, double DeviceMs, IReadOnlyList<FoundClass> Classes, long Unlabelled, double? Uncertainty, IReadOnlyList<ClassMask> Masks, byte[]? MaskPng)
{
    /// <param name="found">The map.</param> <param name="vocabulary">Its classes.</param> <param name="png">Whether the PNG is asked for.</param>
    public static SegmentationView Of(SegmentedMap found, VocabularyDefinition vocabulary, bool png)
    {
        var statistics = LabelStatistics.Of(found.Map, [], vocabulary.Classes.Count);
        var colours = SegmentedMap.Colours(vocabulary);
        var classes = statistics.Classes.Select(one => new FoundClass(one.Class, vocabulary.NameOf(one.Class), colours[one.Class].ToString(), one.Pixels));
        var masks = ClassMask.Of(found.Map, [.. statistics.Classes.Select(one => one.Class)]);
        return new(found.Map.Width, found.Map.Height, found.DeviceMilliseconds, [.. classes], statistics.Unlabelled, found.Uncertainty, masks, png ? found.Png : null);
    }
}

/// <summary>A class that was found.</summary>
internal sealed record FoundClass(int Id, string Name, string Color, long Pixels);
