using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AlignZeg.Cli.Benchmarks.Clusters;

/// <summary>What an operating system does to a process. .NET has only one of them.</summary>
internal static partial class ProcessSignal
{
    public const int Kill = 9, Continue = 18, Stop = 19;

    public static void Send(Process process, int signal)
    {
        if (Signal(process.Id, signal) != 0) throw new InvalidOperationException($"Process {process.Id} does not take signal {signal}.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Signal(int process, int signal);
}
