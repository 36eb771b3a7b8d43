using System.Runtime.InteropServices;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Doctor;

/// <summary>Operating system, processors, memory.</summary>
internal static class SystemCheck
{
    private const long LittleMemory = 1_500_000_000;

    public static Finding Examine() => new(
        "system",
        RuntimeInformation.OSArchitecture == Architecture.X64 ? Verdict.Ok : Verdict.Warn,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}, {RuntimeInformation.FrameworkDescription}",
        RuntimeInformation.OSArchitecture == Architecture.X64 ? null : "Only x64 has been tried.");

    public static Finding Threads() => Environment.ProcessorCount > 1
        ? new("threads", Verdict.Ok, $"{Environment.ProcessorCount} processors")
        : new("threads", Verdict.Warn, "1 processor", "Decoding and the model share it; give the process two or more for speed.");

    public static Finding Memory()
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return available >= LittleMemory
            ? new("memory", Verdict.Ok, $"{Figures.Bytes(available)} available to this process")
            : new("memory", Verdict.Warn, $"{Figures.Bytes(available)} available to this process", "Large images may not fit; give it 2 GB or more, or lower --batch-images.");
    }
}
