using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Segmenting;

namespace AlignZeg.Server.Review;

/// <summary>What a label map becomes by a person's changes. Pure.</summary>
/// <param name="vocabulary">Of the job.</param>
internal sealed class MapCorrection(VocabularyDefinition vocabulary)
{
    /// <summary>Most regions of a review: each costs a pass over the map.</summary>
    public const int MostRegions = 256;

    private readonly ushort _ignore = LabelMap.IgnoreFor(vocabulary.Classes.Count);
    private readonly Dictionary<string, ushort> _ids = IdsOf(vocabulary);

    /// <summary>The map with the regions changed, one after the other.</summary>
    /// <exception cref="ProblemException">A region is none of this map and vocabulary.</exception>
    public LabelMap Apply(LabelMap map, IReadOnlyList<RegionBody> regions)
    {
        if (regions.Count is 0 or > MostRegions) throw Invalid($"A correction has 1 to {MostRegions} regions, not {regions.Count}; for more, send the label map as a PNG.");
        var changed = new LabelMap([.. map.Ids], map.Width, map.Height);
        for (int i = 0; i < regions.Count; i++) Apply(changed, regions[i] ?? throw Invalid($"Region {i} is null; give a class (from), pixels (mask), or both."), i);
        return changed;
    }

    /// <summary>A label map that somebody drew.</summary>
    /// <exception cref="ProblemException">It is no PNG of ids, of another size, or has ids that are no classes.</exception>
    public LabelMap Read(byte[] png, int width, int height)
    {
        try
        {
            var map = LabelMapPng.Decode(png, "the label map");
            if (map.Width != width || map.Height != height) throw Invalid($"The label map is {map.Width}x{map.Height} pixels, the image {width}x{height}; send one of the image's size.");
            int wrong = Array.FindIndex(map.Ids, id => id >= vocabulary.Classes.Count && id != _ignore);
            return wrong < 0
                ? map
                : throw Invalid($"The label map has the id {map.Ids[wrong]} at x={wrong % width}, y={wrong / width}; the vocabulary's are 0 to {vocabulary.Classes.Count - 1}, and {_ignore} where nobody knows.");
        }
        catch (ImageRefusedException refused)
        {
            throw Invalid(refused.Message);
        }
    }

    /// <summary>The map as a file, in the colours of the classes.</summary>
    public byte[] ToPng(LabelMap map) => LabelMapPng.Encode(map, SegmentedMap.Colours(vocabulary));

    private void Apply(LabelMap map, RegionBody region, int number)
    {
        if (region.From is null && region.Mask is null) throw Invalid($"Region {number} names neither a class (from) nor pixels (mask); name one, or both.");
        ushort to = region.To is null ? _ignore : IdOf(region.To, number);
        ushort? from = region.From is null ? null : IdOf(region.From, number);
        if (region.Mask is { } mask) MaskOf(mask, map, number).Paint((x, y) => Set(y * map.Width + x));
        else for (int i = 0; i < map.Ids.Length; i++) Set(i);

        void Set(int pixel)
        {
            if (from is null || map.Ids[pixel] == from) map.Ids[pixel] = to;
        }
    }

    private static RleMask MaskOf(RegionMaskBody mask, LabelMap map, int number)
    {
        if (mask.Size is not [var height, var width] || height != map.Height || width != map.Width)
            throw Invalid($"The mask of region {number} has the size [{string.Join(", ", mask.Size)}]; the image's is [{map.Height}, {map.Width}] (height, width).");
        try
        {
            return new(RleText.Read(mask.Counts), width, height);
        }
        catch (RleException exception)
        {
            throw Invalid($"Region {number}: {exception.Message}");
        }
    }

    private ushort IdOf(string name, int number) => _ids.TryGetValue(NameForm.Folded(name), out ushort id)
        ? id
        : throw Invalid($"Region {number} names '{name}', which is no class of the job's vocabulary; name one as the vocabulary or the results do.");

    // As the model reads the names, and as they are put out: a page shows the latter.
    private static Dictionary<string, ushort> IdsOf(VocabularyDefinition vocabulary)
    {
        var ids = new Dictionary<string, ushort>(StringComparer.Ordinal);
        for (int id = 0; id < vocabulary.Classes.Count; id++) ids[NameForm.Folded(vocabulary.NameOf(id))] = (ushort)id;
        for (int id = 0; id < vocabulary.Classes.Count; id++) ids.TryAdd(NameForm.Folded(vocabulary.Classes[id].Name), (ushort)id);
        return ids;
    }

    private static ProblemException Invalid(string detail) => new(ProblemTypes.InvalidReview, detail);
}
