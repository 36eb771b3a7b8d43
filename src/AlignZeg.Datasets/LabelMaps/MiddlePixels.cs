using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>A map made smaller while its rows come: of each small pixel the value under its middle, so that no id comes in that was not there.</summary>
/// <typeparam name="T">Of a pixel.</typeparam>
/// <param name="from">Of the map.</param> <param name="to">Of the small one, at least 1 x 1.</param>
public sealed class MiddlePixels<T>(ImageSize from, ImageSize to)
{
    private int _row, _taken;

    /// <summary>Of the small map, row-major; what has not come yet is zero.</summary>
    public T[] Values { get; } = new T[to.Width * to.Height];

    /// <summary>Takes the next row of the map.</summary>
    public void Add(ReadOnlySpan<T> row)
    {
        for (; _taken < to.Height && (int)((_taken + .5) * from.Height / to.Height) == _row; _taken++)
        {
            var target = Values.AsSpan(_taken * to.Width, to.Width);
            for (int x = 0; x < target.Length; x++) target[x] = row[(int)((x + .5) * from.Width / to.Width)];
        }

        _row++;
    }
}
