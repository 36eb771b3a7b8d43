using System.Globalization;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Server.Segmenting;

/// <summary>The label map of one image, in ids of its vocabulary.</summary>
/// <param name="Map">The ids.</param>
/// <param name="Png">The same as a file: as a job's masks, in the colours of the classes.</param>
/// <param name="DeviceMilliseconds">Time on the device.</param>
/// <param name="Uncertainty">As in the results of a job.</param>
internal sealed record SegmentedMap(LabelMap Map, byte[] Png, double DeviceMilliseconds, double? Uncertainty)
{
    /// <summary>From what a device wrote, see <see cref="SegmentedBlob"/>.</summary>
    public static SegmentedMap Of(VocabularyDefinition vocabulary, byte[] positions, SegmentedBlob told)
    {
        var found = LabelMapPng.Decode(positions, "the label map");
        var ids = vocabulary.RecognisedIds();
        ushort ignore = LabelMap.IgnoreFor(vocabulary.Classes.Count);
        ushort unclaimed = (ushort?)vocabulary.BackgroundId() ?? ignore;
        ushort IdOf(ushort position) => position < ids.Count ? (ushort)ids[position] : position == ids.Count ? ignore : unclaimed;
        var map = new LabelMap([.. found.Ids.Select(IdOf)], found.Width, found.Height);
        return new(map, LabelMapPng.Encode(map, Colours(vocabulary)), told.DeviceMilliseconds, told.Uncertainty);
    }

    // As overlays and masks of jobs have them.
    public static IReadOnlyList<Rgb> Colours(VocabularyDefinition vocabulary) =>
        [.. vocabulary.Classes.Select((one, id) => one.Color is { } color ? new Rgb(Hex(color, 1), Hex(color, 3), Hex(color, 5)) : Palette.ColourOf(id))];

    private static byte Hex(string color, int at) => byte.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
