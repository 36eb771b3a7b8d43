// Compiled by MSBuild's RoslynCodeTaskFactory (TorchNatives.targets), and by the tests: netstandard2.0, no packages.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace AlignZeg.Model.Natives
{
    /// <summary>
    /// Lets libLibTorchSharp.so load where libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04: GLIBCXX_3.4.30).
    /// The library asks for GLIBCXX_3.4.32 for one symbol only, an empty function whose sole purpose is to force that version. We point that
    /// symbol at a pure function the library imports anyway, and mark the version need as weak. Systems that have the version see no change.
    /// </summary>
    internal static class GlibcxxRequirement
    {
        public const string Version = "GLIBCXX_3.4.32";
        public const string Symbol = "_ZSt21ios_base_library_initv";
        private const string Stand = "floor"; // pure, imported by every version of the library so far
        private const int VersionNeedSection = 0x6ffffffe, VersionSymbolSection = 0x6fffffff, DynamicSymbolSection = 11;
        private const ushort Weak = 2;
        private const int HighestVersionOfOldSystems = 30; // GLIBCXX_3.4.30: GCC 12

        /// <summary>Patches the bytes of an ELF64 little-endian library in place. Idempotent.</summary>
        /// <returns>True if something was changed; false if the library does not need the version, or is patched already.</returns>
        /// <exception cref="InvalidDataException">Not such a library, or it needs more of a newer libstdc++ than the one symbol.</exception>
        public static bool Relax(byte[] elf)
        {
            if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
                throw new InvalidDataException("not an ELF64 little-endian library");
            var image = new Image(elf);
            var need = image.FindNeed();
            if (need < 0) return false;
            var version = image.U16(need + 6);
            bool weak = (image.U16(need + 4) & Weak) != 0;
            var holders = image.SymbolsOfVersion(version);
            if (holders.Count == 0 && weak) return false;
            if (holders.Count != 1 || image.SymbolName(holders[0]) != Symbol)
                throw new InvalidDataException("the library needs " + string.Join(", ", holders.ConvertAll(image.SymbolName)) + " of " + Version +
                    ", which libstdc++ of GCC 12 does not have; use a system with GCC 13's libstdc++ or an older TorchSharp");
            image.Alias(holders[0], image.FindSymbol(Stand));
            image.Put16(need + 4, (ushort)(image.U16(need + 4) | Weak));
            return true;
        }

        private sealed class Image
        {
            private readonly byte[] _elf;
            private readonly int _symbols, _symbolCount, _strings, _versions, _needs;

            public Image(byte[] elf)
            {
                _elf = elf;
                int sections = (int)U64(40), size = U16(58), count = U16(60);
                _symbols = _versions = _needs = -1;
                for (int i = 0; i < count; i++)
                {
                    int header = sections + i * size;
                    int kind = unchecked((int)U32(header + 4)), offset = (int)U64(header + 24);
                    if (kind == VersionNeedSection) _needs = offset;
                    if (kind == VersionSymbolSection) _versions = offset;
                    if (kind != DynamicSymbolSection) continue;
                    _symbols = offset;
                    _symbolCount = (int)(U64(header + 32) / 24);
                    _strings = (int)U64(sections + (int)U32(header + 40) * size + 24);
                }
                if (_symbols < 0) throw new InvalidDataException("the library has no dynamic symbols");
            }

            public ushort U16(int at) { return BitConverter.ToUInt16(_elf, at); }
            private uint U32(int at) { return BitConverter.ToUInt32(_elf, at); }
            private long U64(int at) { return BitConverter.ToInt64(_elf, at); }
            public void Put16(int at, ushort value) { BitConverter.GetBytes(value).CopyTo(_elf, at); }

            private string Text(uint offset)
            {
                int start = _strings + (int)offset, end = Array.IndexOf(_elf, (byte)0, start);
                return Encoding.ASCII.GetString(_elf, start, end - start);
            }

            public string SymbolName(int index) { return Text(U32(_symbols + 24 * index)); }

            /// <summary>Offset of the vernaux entry of the version, or -1. Refuses libraries that need yet newer versions.</summary>
            public int FindNeed()
            {
                int found = -1;
                for (int need = _needs, next = 1; _needs >= 0 && next != 0; need += next)
                {
                    int aux = need + (int)U32(need + 8);
                    for (int i = 0; i < U16(need + 2); i++, aux += (int)U32(aux + 12))
                    {
                        string name = Text(U32(aux + 8));
                        if (name == Version) found = aux;
                        else if (IsNewer(name)) throw new InvalidDataException("the library needs " + name + ", which libstdc++ of GCC 12 does not have");
                    }
                    next = (int)U32(need + 12);
                }
                return found;
            }

            private static bool IsNewer(string name)
            {
                const string prefix = "GLIBCXX_3.4.";
                int minor;
                return name.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(name.Substring(prefix.Length), out minor) && minor > HighestVersionOfOldSystems;
            }

            public List<int> SymbolsOfVersion(ushort version)
            {
                var found = new List<int>();
                for (int i = 0; i < _symbolCount; i++)
                    if ((U16(_versions + 2 * i) & 0x7fff) == version) found.Add(i);
                return found;
            }

            public int FindSymbol(string name)
            {
                for (int i = 0; i < _symbolCount; i++)
                    if (SymbolName(i) == name) return i;
                throw new InvalidDataException("the library does not import '" + name + "', which was to stand in for " + Symbol);
            }

            public void Alias(int symbol, int target)
            {
                Array.Copy(_elf, _symbols + 24 * target, _elf, _symbols + 24 * symbol, 4); // st_name
                Put16(_versions + 2 * symbol, U16(_versions + 2 * target));
            }
        }
    }

#if !NATIVES_WITHOUT_MSBUILD
    /// <summary>MSBuild task: writes a relaxed copy of Source to Destination.</summary>
    public sealed class RelaxGlibcxx : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required] public string Source { get; set; }
        [Microsoft.Build.Framework.Required] public string Destination { get; set; }

        public override bool Execute()
        {
            try
            {
                byte[] elf = File.ReadAllBytes(Source);
                GlibcxxRequirement.Relax(elf);
                if (IsCurrent(elf)) return true; // unchanged time stamps keep the build incremental
                Directory.CreateDirectory(Path.GetDirectoryName(Destination));
                File.WriteAllBytes(Destination, elf);
                return true;
            }
            catch (InvalidDataException e)
            {
                Log.LogError("{0}: {1}", Source, e.Message);
                return false;
            }
        }

        private bool IsCurrent(byte[] elf)
        {
            return File.Exists(Destination) && System.Linq.Enumerable.SequenceEqual(File.ReadAllBytes(Destination), elf);
        }
    }
#endif
}
