using System.Diagnostics;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Doctor;

/// <summary>Whether a folder can be written, how much fits, and how long the disk takes to have a small file for sure.</summary>
internal static class StorageCheck
{
    private const long LittleSpace = 1_000_000_000;
    private const int Writes = 10;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    public static Finding Examine(string folder)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(folder));
        while (!existing.Exists && existing.Parent is { } parent) existing = parent;
        var flush = Flush(existing.FullName);
        long free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        var fact = $"{existing.FullName}: writable, {Figures.Bytes(free)} free, {flush.TotalMilliseconds:0.0} ms until a file is safe on disk";
        if (free < LittleSpace) return new("storage", Verdict.Warn, fact, "Little space: a thousand labelled photographs take about 0.5 GB. Free some or choose another disk.");
        return flush > Slow ? new("storage", Verdict.Warn, fact, "A slow disk; labelling many small images will wait for it. Prefer a local one.") : new("storage", Verdict.Ok, fact);
    }

    private static TimeSpan Flush(string folder)
    {
        var path = Path.Combine(folder, $".alignzeg-doctor-{Environment.ProcessId}");
        try
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Writes; i++)
            {
                using var file = File.Create(path);
                file.Write(new byte[4096]);
                file.Flush(flushToDisk: true);
            }
            return Stopwatch.GetElapsedTime(start) / Writes;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
