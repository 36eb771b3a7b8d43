namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>
/// Walks around every part of an image, with the part on the right hand. The walk keeps to the pixel it is at: where pixels of a part touch at a corner, it
/// turns around the corner and does not cross over. Every ring has a top edge, so that looking at top edges in reading order finds all of them, and the
/// first one of a part is its outer ring.
/// </summary>
internal sealed class OutlineTracer
{
    // East, south, west, north: the step, and where the pixel on the right hand lies from the corner that the step begins at.
    private static readonly (int Dx, int Dy, int PixelX, int PixelY)[] Directions = [(1, 0, 0, 0), (0, 1, -1, 0), (-1, 0, -1, -1), (0, -1, 0, -1)];

    private readonly ComponentMap _map;
    private readonly bool[] _walked;

    private OutlineTracer(ComponentMap map) => (_map, _walked) = (map, new bool[map.Of.Length]);

    /// <summary>The outline of each part, by number.</summary>
    public static Outline[] Trace(ComponentMap map)
    {
        var tracer = new OutlineTracer(map);
        var rings = new List<IReadOnlyList<(int X, int Y)>>[map.Components.Count];
        for (var at = 0; at < map.Of.Length; at++)
        {
            var part = map.Of[at];
            if (part < 0 || tracer._walked[at] || (at >= map.Width && map.Of[at - map.Width] == part)) continue;
            (rings[part] ??= []).Add(tracer.Walk(at % map.Width, at / map.Width, part));
        }

        return [.. rings.Select(found => new Outline(found[0], found[1..]))];
    }

    private List<(int X, int Y)> Walk(int startX, int startY, int part)
    {
        var (corners, x, y, direction) = (new List<(int X, int Y)>(), startX, startY, 0);
        do
        {
            if (direction == 0) _walked[y * _map.Width + x] = true;
            (x, y) = (x + Directions[direction].Dx, y + Directions[direction].Dy);
            var next = Turn(x, y, direction, part);
            if (next != direction) corners.Add((x, y));
            direction = next;
        }
        while (x != startX || y != startY || direction != 0);

        return corners;
    }

    private int Turn(int x, int y, int direction, int part)
    {
        if (!Has(x, y, direction, part)) return (direction + 1) % 4;            // the pixel ahead on the right is not ours: around our own corner
        var left = (direction + 3) % 4;
        return Has(x, y, left, part) ? left : direction;                        // that on the left is ours too: an inner corner
    }

    private bool Has(int x, int y, int direction, int part)
    {
        var (column, row) = (x + Directions[direction].PixelX, y + Directions[direction].PixelY);
        return column >= 0 && column < _map.Width && row >= 0 && row < _map.Height && _map.Of[row * _map.Width + column] == part;
    }
}
