using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>
/// The connected parts of a label map, numbered by their first pixel in reading order. Pixels hang together by their sides, not by their corners: what
/// touches at a corner only is two parts, so that every part has one simple outline.
/// </summary>
internal sealed class ComponentMap
{
    private readonly List<Component> _components = [];

    private ComponentMap(LabelMap map)
    {
        (Width, Height, Of) = (map.Width, map.Height, new int[map.Ids.Length]);
        Array.Fill(Of, -1);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Per pixel, row-major, its part; -1 where there is none.</summary>
    public int[] Of { get; }

    /// <summary>The parts, by number.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>Finds the parts that hang together.</summary>
    /// <param name="map">The labels.</param>
    /// <param name="ignore">The id that belongs to no part.</param>
    public static ComponentMap Parts(LabelMap map, ushort ignore)
    {
        var (parts, waiting) = (new ComponentMap(map), new Stack<int>());
        for (var at = 0; at < parts.Of.Length; at++)
        {
            if (parts.Of[at] < 0 && map.Ids[at] != ignore) parts._components.Add(parts.Flood(map.Ids, at, waiting));
        }

        return parts;
    }

    /// <summary>Takes all pixels of a class for one part, by ascending class.</summary>
    /// <param name="map">The labels.</param>
    /// <param name="ignore">The id that belongs to no part.</param>
    public static ComponentMap Classes(LabelMap map, ushort ignore)
    {
        var (parts, count) = (new ComponentMap(map), map.Ids.Where(id => id != ignore).DefaultIfEmpty().Max() + 1);
        var boxes = new (int Area, int Left, int Top, int Right, int Bottom)[count];
        for (var at = 0; at < map.Ids.Length; at++)
        {
            if (map.Ids[at] == ignore) continue;
            ref var box = ref boxes[map.Ids[at]];
            var (y, x) = Math.DivRem(at, map.Width);
            box = box.Area == 0 ? (1, x, y, x, y) : (box.Area + 1, Math.Min(box.Left, x), box.Top, Math.Max(box.Right, x), y);
        }

        var numbers = new int[count];
        for (var id = 0; id < count; id++)
        {
            numbers[id] = boxes[id].Area > 0 ? parts._components.Count : -1;
            if (boxes[id].Area > 0) parts._components.Add(new(id, boxes[id].Area, boxes[id].Left, boxes[id].Top, boxes[id].Right, boxes[id].Bottom));
        }

        for (var at = 0; at < map.Ids.Length; at++) parts.Of[at] = map.Ids[at] == ignore ? -1 : numbers[map.Ids[at]];
        return parts;
    }

    private Component Flood(ushort[] ids, int start, Stack<int> waiting)
    {
        var (number, id) = (_components.Count, ids[start]);
        var (area, left, right, top, bottom) = (0, int.MaxValue, 0, start / Width, 0);
        Of[start] = number;
        waiting.Push(start);
        while (waiting.TryPop(out var at))
        {
            var (y, x) = Math.DivRem(at, Width);
            (area, left, right, bottom) = (area + 1, Math.Min(left, x), Math.Max(right, x), Math.Max(bottom, y));
            if (x > 0) Visit(at - 1);
            if (x + 1 < Width) Visit(at + 1);
            if (y > 0) Visit(at - Width);
            if (y + 1 < Height) Visit(at + Width);
        }

        return new(id, area, left, top, right, bottom);

        void Visit(int next)
        {
            if (Of[next] >= 0 || ids[next] != id) return;
            Of[next] = number;
            waiting.Push(next);
        }
    }
}
