// Compiled by MSBuild's RoslynCodeTaskFactory (TorchNatives.targets), and by the tests: netstandard2.0, no packages.
using System;
using System.IO;

namespace AlignZeg.Model.Natives
{
    /// <summary>
    /// Keeps what TorchSharp.dll hands to native code alive until that code has returned.
    /// TorchSharp (0.107) passes the raw pointer of a tensor or scalar and lets go of the object: optimised code may see it collected, and its finalizer frees
    /// what native code reads. Scalars, which no dispose scope holds, are the common case ("x - 0.5"; and "a + b" makes one inside TorchSharp).
    /// Code of an assembly that asks for no optimisation keeps its arguments until it returns, so we ask for it, in the assembly's DebuggableAttribute.
    /// The runtime heeds the wish only if the assembly is also marked as tracked for debuggers: dotnet/runtime, src/coreclr/vm/assembly.cpp, GetDebuggingCustomAttributes.
    /// </summary>
    internal static class ArgumentLifetime
    {
        // The value of [Debuggable(IgnoreSymbolStoreSequencePoints)] as metadata holds it: length, prolog, DebuggingModes, no named arguments.
        private static readonly byte[] Optimised = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };
        private static readonly byte[] Kept = { 8, 1, 0, 3, 1, 0, 0, 0, 0 }; // Default | IgnoreSymbolStoreSequencePoints | DisableOptimizations

        /// <summary>Patches the bytes of TorchSharp.dll in place. Idempotent.</summary>
        /// <returns>True if something was changed; false if it was patched already.</returns>
        /// <exception cref="InvalidDataException">Its one value of the attribute is not found.</exception>
        public static bool Keep(byte[] assembly)
        {
            int at = Find(assembly, Optimised, 0);
            if (at < 0 && Find(assembly, Kept, 0) >= 0) return false;
            if (at < 0 || Find(assembly, Optimised, at + 1) >= 0)
                throw new InvalidDataException("the assembly's DebuggableAttribute is not where it was in TorchSharp 0.107, so its code cannot be kept from " +
                    "freeing arguments that native code still reads; see Natives/KeepArgumentsTask.cs, or use that version");
            Kept.CopyTo(assembly, at);
            return true;
        }

        private static int Find(byte[] bytes, byte[] value, int from)
        {
            for (int at = from; at <= bytes.Length - value.Length; at++)
                if (IsAt(bytes, at, value)) return at;
            return -1;
        }

        private static bool IsAt(byte[] bytes, int at, byte[] value)
        {
            for (int i = 0; i < value.Length; i++)
                if (bytes[at + i] != value[i]) return false;
            return true;
        }
    }

#if !NATIVES_WITHOUT_MSBUILD
    /// <summary>MSBuild task: writes a copy of Source that keeps its arguments to Destination.</summary>
    public sealed class KeepArguments : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required] public string Source { get; set; }
        [Microsoft.Build.Framework.Required] public string Destination { get; set; }

        public override bool Execute()
        {
            try
            {
                byte[] assembly = File.ReadAllBytes(Source);
                ArgumentLifetime.Keep(assembly);
                if (IsCurrent(assembly)) return true; // unchanged time stamps keep the build incremental
                Directory.CreateDirectory(Path.GetDirectoryName(Destination));
                File.WriteAllBytes(Destination, assembly);
                return true;
            }
            catch (InvalidDataException e)
            {
                Log.LogError("{0}: {1}", Source, e.Message);
                return false;
            }
        }

        private bool IsCurrent(byte[] assembly)
        {
            return File.Exists(Destination) && System.Linq.Enumerable.SequenceEqual(File.ReadAllBytes(Destination), assembly);
        }
    }
#endif
}
