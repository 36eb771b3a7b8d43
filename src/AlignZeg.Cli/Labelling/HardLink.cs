using System.Runtime.InteropServices;

namespace AlignZeg.Cli.Labelling;

/// <summary>A second name for a file, so that its bytes lie on the disk once. .NET has no such call.</summary>
internal static partial class HardLink
{
    /// <summary>False where links are not possible (another file system, another operating system): copy instead.</summary>
    public static bool TryCreate(string link, string target) => OperatingSystem.IsLinux() && Link(target, link) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Link(string target, string link);
}
