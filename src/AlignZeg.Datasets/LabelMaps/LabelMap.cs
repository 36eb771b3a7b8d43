namespace AlignZeg.Datasets.LabelMaps;

/// <summary>One class id per pixel, row-major, [Height, Width].</summary>
public sealed class LabelMap
{
    /// <summary>"No label" in maps of up to 255 classes (8-bit PNG).</summary>
    public const ushort Ignore8 = 255;

    /// <summary>"No label" in maps of more than 255 classes (16-bit PNG).</summary>
    public const ushort Ignore16 = 65535;

    /// <summary>Wraps the ids without a copy.</summary>
    /// <exception cref="ArgumentException">The number of ids is not width * height.</exception>
    public LabelMap(ushort[] ids, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (width <= 0 || height <= 0 || ids.LongLength != (long)width * height)
            throw new ArgumentException($"A label map of {width}x{height} needs {(long)width * height} ids, not {ids.LongLength}.", nameof(ids));
        (Ids, Width, Height) = (ids, width, height);
    }

    /// <summary>The class ids.</summary>
    public ushort[] Ids { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>A map of the same size with other ids.</summary>
    /// <param name="to">From an id to the one in its place.</param>
    internal LabelMap Mapped(Func<int, int> to) => new(Array.ConvertAll(Ids, id => (ushort)to(id)), Width, Height);

    /// <summary>The id that means "no label" for a vocabulary of the given number of classes.</summary>
    public static ushort IgnoreFor(int classes) => classes <= 255 ? Ignore8 : Ignore16;
}
