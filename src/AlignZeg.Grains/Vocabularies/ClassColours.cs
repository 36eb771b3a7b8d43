using System.Globalization;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Grains.Vocabularies;

/// <summary>The colours that a person sees in masks, overlays and reports: the vocabulary's own, else the palette's.</summary>
public static class ClassColours
{
    /// <summary>One colour per class, in the order of their ids.</summary>
    public static IReadOnlyList<Rgb> Of(VocabularyDefinition vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return [.. vocabulary.Classes.Select((one, id) => one.Color is { } color ? new Rgb(Hex(color, 1), Hex(color, 3), Hex(color, 5)) : Palette.ColourOf(id))];
    }

    private static byte Hex(string color, int at) => byte.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
