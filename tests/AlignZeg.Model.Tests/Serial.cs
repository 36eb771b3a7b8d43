// torch has one random generator a process, which tests seed: they run one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace AlignZeg.Model.Tests
{
    /// <summary>One thread per operation, as the platform runs it.</summary>
    internal static class Threads
    {
        [System.Runtime.CompilerServices.ModuleInitializer]
        internal static void UseOne() => AlignZeg.Model.Inference.TorchDevices.Threads = 1;
    }
}
