using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>The published ids, names and colours of Cityscapes (cityscapesScripts, <c>labels.py</c>). Ids, not train ids.</summary>
internal static class CityscapesClasses
{
    private static readonly (string Name, int Id, bool Instances, Rgb Colour)[] All =
    [
        ("static", 4, false, new(0, 0, 0)), ("dynamic", 5, false, new(111, 74, 0)), ("ground", 6, false, new(81, 0, 81)), ("road", 7, false, new(128, 64, 128)),
        ("sidewalk", 8, false, new(244, 35, 232)), ("parking", 9, false, new(250, 170, 160)), ("rail track", 10, false, new(230, 150, 140)),
        ("building", 11, false, new(70, 70, 70)), ("wall", 12, false, new(102, 102, 156)), ("fence", 13, false, new(190, 153, 153)),
        ("guard rail", 14, false, new(180, 165, 180)), ("bridge", 15, false, new(150, 100, 100)), ("tunnel", 16, false, new(150, 120, 90)),
        ("pole", 17, false, new(153, 153, 153)), ("polegroup", 18, false, new(153, 153, 153)), ("traffic light", 19, false, new(250, 170, 30)),
        ("traffic sign", 20, false, new(220, 220, 0)), ("vegetation", 21, false, new(107, 142, 35)), ("terrain", 22, false, new(152, 251, 152)),
        ("sky", 23, false, new(70, 130, 180)), ("person", 24, true, new(220, 20, 60)), ("rider", 25, true, new(255, 0, 0)), ("car", 26, true, new(0, 0, 142)),
        ("truck", 27, true, new(0, 0, 70)), ("bus", 28, true, new(0, 60, 100)), ("caravan", 29, true, new(0, 0, 90)), ("trailer", 30, true, new(0, 0, 110)),
        ("train", 31, true, new(0, 80, 100)), ("motorcycle", 32, true, new(0, 0, 230)), ("bicycle", 33, true, new(119, 11, 32)),
    ];

    private static readonly Dictionary<int, (bool Instances, Rgb Colour)> ById = All.ToDictionary(one => one.Id, one => (one.Instances, one.Colour));

    /// <summary>"Unlabeled": where a class that Cityscapes does not know goes, and what has no label.</summary>
    public const int Unlabelled = 0;

    /// <summary>The id of a class by its name, in any case; <see cref="Unlabelled"/> if there is none.</summary>
    public static int IdOf(string name) => All.FirstOrDefault(one => one.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).Id;

    /// <summary>Whether parts of it are numbered.</summary>
    public static bool HasInstances(int id) => ById.TryGetValue(id, out var one) && one.Instances;

    /// <summary>The colour of an id.</summary>
    public static Rgb ColourOf(int id) => ById.TryGetValue(id, out var one) ? one.Colour : default;
}
