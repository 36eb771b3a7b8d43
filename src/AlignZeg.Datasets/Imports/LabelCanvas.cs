using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Imports;

/// <summary>The label map of one image, painted annotation by annotation: what comes later lies on top.</summary>
internal sealed class LabelCanvas
{
    private const double Farthest = 1e8;        // pixels, as RlePolygon has it
    private const long MostRows = 50_000_000;   // that edges cross in one polygon: a hostile one would fill the memory

    private const long MostPixels = 500_000_000; // a gigabyte of labels: a file that says more, of pictures that nobody sees, would fill the memory

    private readonly ushort _ignore;

    /// <summary>Begins without labels.</summary>
    /// <exception cref="ExportException">The size is none, or over the limit for images.</exception>
    public LabelCanvas(ExportClasses classes, int width, int height)
    {
        if (width <= 0 || height <= 0 || (long)width * height > MostPixels) throw new ExportException($"Its size of {width}x{height} is not one of an image that is read: the most is {MostPixels:N0} pixels.");
        (Map, _ignore) = (classes.Blank(width, height), classes.Ignore);
    }

    /// <summary>Takes a map that is whole.</summary>
    public LabelCanvas(LabelMap map, ExportClasses classes) => (Map, _ignore) = (map, classes.Ignore);

    /// <summary>The map.</summary>
    public LabelMap Map { get; }

    /// <summary>Pixels painted over by another class.</summary>
    public long Overlap { get; private set; }

    /// <summary>Annotations that are no area.</summary>
    public int Skipped { get; private set; }

    /// <summary>Notes an annotation that is no area.</summary>
    public void Skip() => Skipped++;

    /// <summary>Paints one pixel.</summary>
    /// <param name="at">Row-major.</param> <param name="number">The class.</param>
    public void Paint(int at, int number)
    {
        ref var pixel = ref Map.Ids[at];
        if (pixel != _ignore && pixel != number) Overlap++;
        pixel = (ushort)number;
    }

    /// <summary>Paints what is not 0 of a box that lies in the image.</summary>
    /// <exception cref="ExportException">The box leaves the image.</exception>
    public void PaintBox(int number, int left, int top, int width, int height, Func<int, ushort[]> read)
    {
        if (left < 0 || top < 0 || width <= 0 || height <= 0 || width > Map.Width - left || height > Map.Height - top)
            throw new ExportException($"It has a mask of {width}x{height} at {left},{top}, which leaves its {Map.Width}x{Map.Height} pixels.");
        var pixels = read(width * height);
        for (var i = 0; i < pixels.Length; i++)
            if (pixels[i] != 0) Paint((top + i / width) * Map.Width + left + i % width, number);
    }

    /// <summary>Paints a polygon: the pixels whose centres are inside, by the even-odd rule.</summary>
    /// <exception cref="ExportException">Fewer than three corners, or one that is no number or far outside.</exception>
    public void PaintPolygon(int number, IReadOnlyList<(double X, double Y)> ring)
    {
        if (ring.Count < 3) throw new ExportException($"It has a polygon of {ring.Count} corners; three are the least.");
        if (ring.Any(point => !(Math.Abs(point.X) < Farthest && Math.Abs(point.Y) < Farthest))) throw new ExportException("It has a polygon with a corner that is no number within 100 million pixels.");
        if (Rows(ring) > MostRows) throw new ExportException("It has a polygon with too many edges; simplify it.");
        PolygonFill.Fill([ring], Map.Width, Map.Height, (row, from, to) =>
        {
            for (var at = row * Map.Width + from; at < row * Map.Width + to; at++) Paint(at, number);
        });
    }

    private double Rows(IReadOnlyList<(double X, double Y)> ring)
    {
        double Row(int i) => Math.Clamp(ring[i % ring.Count].Y, 0, Map.Height);
        return Enumerable.Range(0, ring.Count).Sum(i => Math.Abs(Row(i + 1) - Row(i)));
    }
}
