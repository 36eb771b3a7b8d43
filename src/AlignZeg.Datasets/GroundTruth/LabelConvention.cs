namespace AlignZeg.Datasets.GroundTruth;

/// <summary>What the ids of a data set's label maps mean, as the data set is published.</summary>
public sealed class LabelConvention
{
    /// <summary>The pixel is none of the classes: background.</summary>
    public const int Background = -1;

    /// <summary>The pixel has no label.</summary>
    public const int Ignored = -2;

    /// <summary>No such id is in the data set.</summary>
    public const int Unknown = -3;

    private const int VocClasses = 20, ContextClasses = 59, AdeClasses = 150, LargestCocoId = 181, LargestCityscapesId = 33;

    // The 11 ids of COCO-Stuff (id - 1) that its 2017 annotations never use.
    private static readonly int[] AbsentFromCoco = [11, 25, 28, 29, 44, 65, 67, 68, 70, 82, 90];

    // The ids of Cityscapes that are evaluated, in the order of their training ids; the official scripts ignore all others.
    private static readonly int[] EvaluatedCityscapes = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

    private readonly int[] _classes;

    private LabelConvention(string name, int classes, Func<int, int> classOf)
    {
        (Name, Classes) = (name, classes);
        _classes = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(classOf)];
    }

    /// <summary>What configurations call it.</summary>
    public string Name { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>PASCAL VOC 2012, SegmentationClass and SegmentationClassAug: 0 background, which the zero-shot protocol ignores in training and test; 1..20 the classes; 255 void.</summary>
    public static LabelConvention Voc { get; } = new("voc", VocClasses, id => id is 0 or 255 ? Ignored : id <= VocClasses ? id - 1 : Unknown);

    /// <summary>COCO-Stuff 164K, stuffthingmaps: official id - 1 in 0..181, of which 11 are not in use; 255 unlabelled. The 171 classes are numbered without gaps.</summary>
    public static LabelConvention CocoStuff { get; } = new(
        "coco-stuff", LargestCocoId + 1 - AbsentFromCoco.Length,
        id => id == 255 ? Ignored : id > LargestCocoId || AbsentFromCoco.Contains(id) ? Unknown : id - AbsentFromCoco.Count(absent => absent < id));

    /// <summary>PASCAL Context of 59 classes: 0 background, ignored; 1..59 the classes; 255 void.</summary>
    public static LabelConvention Context59 { get; } = new("context-59", ContextClasses, id => id is 0 or 255 ? Ignored : id <= ContextClasses ? id - 1 : Unknown);

    /// <summary>PASCAL Context of 60 classes, of which background, 0, is one.</summary>
    public static LabelConvention Context60 { get; } = new("context-60", ContextClasses + 1, id => id == 255 ? Ignored : id <= ContextClasses ? id : Unknown);

    /// <summary>ADE20K in the form of the scene parsing challenge: 0 other, ignored; 1..150 the classes; 255 is not in use and ignored.</summary>
    public static LabelConvention Ade20k { get; } = new("ade20k-150", AdeClasses, id => id is 0 or 255 ? Ignored : id <= AdeClasses ? id - 1 : Unknown);

    /// <summary>Cityscapes, labelIds: 19 of the ids are classes, the others up to 33 are ignored; so is 255, as which the licence plate's -1 is stored.</summary>
    public static LabelConvention Cityscapes { get; } = new(
        "cityscapes-19", EvaluatedCityscapes.Length, id => Array.IndexOf(EvaluatedCityscapes, id) is var position and >= 0 ? position : id is <= LargestCityscapesId or 255 ? Ignored : Unknown);

    private static LabelConvention[] Published { get; } = [Voc, CocoStuff, Context59, Context60, Ade20k, Cityscapes];

    /// <summary>The names that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ids", "ids-from-one", .. Published.Select(one => one.Name)];

    /// <summary>The convention of a name. "ids": an id is a class. "ids-from-one": 0 is background, id i + 1 is class i, as the embedded world has it. Both: 255 (65535 for
    /// more than 255 ids) has no label.</summary>
    /// <exception cref="GroundTruthException">There is none of that name, or it has another number of classes.</exception>
    public static LabelConvention Of(string name, int classes)
    {
        int ignored = classes <= 254 ? 255 : ushort.MaxValue;
        var found = name switch
        {
            "ids" => new LabelConvention(name, classes, id => id == (classes <= 255 ? 255 : ignored) ? Ignored : id < classes ? id : Unknown),
            "ids-from-one" => new LabelConvention(name, classes, id => id == ignored ? Ignored : id <= classes ? id - 1 : Unknown),
            _ => Published.FirstOrDefault(one => one.Name == name)
                ?? throw new GroundTruthException($"There is no label convention '{name}'; known are {string.Join(", ", Names)}."),
        };
        return found.Classes == classes ? found : throw new GroundTruthException($"The label convention '{name}' has {found.Classes} classes, the list of classes has {classes}.");
    }

    /// <summary>The class of an id as it is stored, from 0; or <see cref="Background"/>, <see cref="Ignored"/>, <see cref="Unknown"/>.</summary>
    public int ClassOf(ushort id) => _classes[id];
}
