using System.Runtime.CompilerServices;
using AlignZeg.Model.Inference;

// torch has one random generator a process, which tests seed: they run one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace AlignZeg.Model.Tests;

/// <summary>One thread per operation, as the platform runs it.</summary>
internal static class Serial
{
    [ModuleInitializer]
    internal static void UseOneThread() => TorchDevices.Threads = 1;
}
