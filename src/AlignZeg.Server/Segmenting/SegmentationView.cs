using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Server.Segmenting;

/// <summary>The answer in JSON.</summary>
/// <param name="Classes">Those that have pixels, by ascending id.</param>
/// <param name="Unlabelled">Pixels that no class claims; none where the vocabulary has a background.</param>
/// <param name="MaskPng">The label map, a PNG of ids.</param>
internal sealed record SegmentationView(int Width, int Height, double DeviceMs, IReadOnlyList<FoundClass> Classes, long Unlabelled, byte[] MaskPng)
{
    public static SegmentationView Of(SegmentedMap found, VocabularyDefinition vocabulary)
    {
        var statistics = LabelStatistics.Of(found.Map, [], vocabulary.Classes.Count);
        var colours = SegmentedMap.Colours(vocabulary);
        var classes = statistics.Classes.Select(one => new FoundClass(one.Class, vocabulary.NameOf(one.Class), colours[one.Class].ToString(), one.Pixels));
        return new(found.Map.Width, found.Map.Height, found.DeviceMilliseconds, [.. classes], statistics.Unlabelled, found.Png);
    }
}

/// <summary>A class that was found.</summary>
internal sealed record FoundClass(int Id, string Name, string Color, long Pixels);
