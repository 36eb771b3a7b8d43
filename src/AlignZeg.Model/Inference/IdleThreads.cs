using System.Runtime.InteropServices;

namespace AlignZeg.Model.Inference;

/// <summary>
/// Has libtorch's threads sleep while they wait for one another. The library under it (libgomp) lets them spin, which is a little faster on idle cores and several times slower where anything else computes, and in containers
/// that may use fewer cores than they see. Nothing else changes: the same number of threads gives the same bits. <c>OMP_WAIT_POLICY</c> in the environment has the last word.
/// </summary>
internal static partial class IdleThreads
{
    private const string Policy = "OMP_WAIT_POLICY";

    /// <summary>For the process; to be called before libtorch is loaded, since it reads its environment once.</summary>
    public static void Sleep()
    {
        if (OperatingSystem.IsLinux()) _ = SetVariable(Policy, "PASSIVE", overwrite: 0); // .NET keeps variables that it sets to itself
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
