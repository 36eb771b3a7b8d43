using System.Globalization;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>The largest resident memory of a process, of this one since the last reset, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to count anew; does nothing where that is not allowed.</summary>
    public static void Reset()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The figure is then that of the whole run.
        }
    }

    /// <summary>In MB of 2^20 bytes; 0 where the system does not say.</summary>
    public static long Megabytes() => Megabytes(Environment.ProcessId);

    /// <summary>Of another process, since it began.</summary>
    public static long Megabytes(int process)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
