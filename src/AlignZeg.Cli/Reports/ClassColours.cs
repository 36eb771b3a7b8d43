using System.Globalization;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Reports;

/// <summary>The colours that a person sees: the vocabulary's own, else the palette's.</summary>
internal static class ClassColours
{
    public static Rgb Of(VocabularyDefinition vocabulary, int id) => vocabulary.Classes[id].Color is { } color
        ? new(Hex(color, 1), Hex(color, 3), Hex(color, 5))
        : Palette.ColourOf(id);

    private static byte Hex(string color, int at) => byte.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
