using System.Diagnostics;

namespace AlignZeg.Grains.Workers;

/// <summary>Measuring stages in milliseconds.</summary>
internal static class Stopwatches
{
    /// <summary>What the work gives, and how long it took.</summary>
    public static (T Result, double Milliseconds) Timed<T>(Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Since(start));
    }

    /// <summary>Milliseconds since a time stamp, three decimals.</summary>
    public static double Since(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3);
}
