using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>The colours of PASCAL VOC: the bits of an id are dealt out to R, G and B, three at a time, from the top bit of each down.</summary>
internal static class VocColours
{
    /// <summary>"No label": the colour of 255, (224, 224, 192).</summary>
    public const int Void = 255;

    /// <summary>The id of a class: 0 is background and 255 is void, which belong to no class.</summary>
    public static int IdOf(int number) => number + 1 < Void ? number + 1 : number + 2;

    /// <summary>The colour of an id, distinct for all below 2^24.</summary>
    public static Rgb ColourOf(int id)
    {
        var (r, g, b) = (0, 0, 0);
        for (var bit = 7; bit >= 0; bit--, id >>= 3)
        {
            r |= (id & 1) << bit;
            g |= (id >> 1 & 1) << bit;
            b |= (id >> 2 & 1) << bit;
        }

        return new((byte)r, (byte)g, (byte)b);
    }

    /// <summary><c>labelmap.txt</c> as CVAT and the VOC tools read it: a line per name.</summary>
    public static string LabelMap(ExportClasses classes)
    {
        IEnumerable<string> lines = ["# label:color_rgb:parts:actions", Line("background", 0), .. classes.Names.Select((name, number) => Line(name, IdOf(number))), Line("void", Void)];
        return string.Join('\n', lines) + '\n';
    }

    // A colon would end the name.
    private static string Line(string name, int id) => $"{name.Replace(':', '_')}:{ColourOf(id).R},{ColourOf(id).G},{ColourOf(id).B}::";
}
