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
        // Values of attributes as metadata holds them: length, prolog, a number, no named arguments. The value of [Debuggable] is shared with other attributes
        // and stays; [CompilationRelaxations(8)] has its own, which gets the bits Default, IgnoreSymbolStoreSequencePoints and DisableOptimizations of
        // DebuggingModes as well, and [Debuggable] is pointed at it. Of the relaxations the runtime reads the bit 8 only.
        private static readonly byte[] Debuggable = { 8, 1, 0, 2, 0, 0, 0, 0, 0 }, Relaxations = { 8, 1, 0, 8, 0, 0, 0, 0, 0 }, Kept = { 8, 1, 0, 11, 1, 0, 0, 0, 0 };
        private static readonly byte[] OfTheAssembly = { 0x2e, 0, 0, 0 }; // how a row of the table of attributes begins

        /// <summary>Patches the bytes of TorchSharp.dll in place. Idempotent.</summary>
        /// <returns>True if something was changed; false if it was patched already.</returns>
        /// <exception cref="InvalidDataException">Its attributes are not as expected.</exception>
        public static bool Keep(byte[] assembly)
        {
            int heap = BlobHeap(assembly);
            if (Find(assembly, Kept, heap) >= 0) return false;
            int debuggable = Single(assembly, Debuggable, heap), relaxations = Single(assembly, Relaxations, heap);
            BitConverter.GetBytes(relaxations - heap).CopyTo(assembly, Row(assembly, debuggable - heap) + 8);
            Kept.CopyTo(assembly, relaxations);
            return true;
        }

        // Metadata's root: signature, version, and the streams by name (ECMA-335, II.24.2).
        private static int BlobHeap(byte[] assembly)
        {
            int root = Single(assembly, new byte[] { (byte)'B', (byte)'S', (byte)'J', (byte)'B' }, 0);
            int name = Find(assembly, new byte[] { (byte)'#', (byte)'B', (byte)'l', (byte)'o', (byte)'b', 0 }, root);
            return name < 0 ? throw Unexpected() : root + BitConverter.ToInt32(assembly, name - 8);
        }

        // A row of the table of attributes: whose, which (4 bytes each), its value's place in the heap.
        private static int Row(byte[] assembly, int value)
        {
            for (int at = 0; (at = Find(assembly, OfTheAssembly, at)) >= 0 && at + 12 <= assembly.Length; at++)
                if (BitConverter.ToInt32(assembly, at + 8) == value) return at;
            throw Unexpected();
        }

        private static int Single(byte[] bytes, byte[] value, int from)
        {
            int at = Find(bytes, value, from);
            return at < 0 || Find(bytes, value, at + 1) >= 0 ? throw Unexpected() : at;
        }

        private static InvalidDataException Unexpected()
        {
            return new InvalidDataException("the assembly's attributes are not where they were in TorchSharp 0.107, so its code cannot be kept from " +
                "freeing arguments that native code still reads; see Natives/KeepArgumentsTask.cs, or use that version");
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
