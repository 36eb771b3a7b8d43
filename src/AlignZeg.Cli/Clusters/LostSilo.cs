using System.Runtime.InteropServices;

namespace AlignZeg.Cli.Clusters;

/// <summary>Ends the process of a silo that the others do not take in or have given up, at once and with a sentence: whatever it would still do, others do already.</summary>
/// <param name="cannotJoin">What to say of one that never was among them.</param>
internal sealed partial class LostSilo(string cannotJoin) : IFatalErrorHandler
{
    /// <summary>Whether it was among them.</summary>
    public bool HasJoined { get; set; }

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => true;

    /// <inheritdoc/>
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        Console.Error.WriteLine($"alignzeg: {(HasJoined ? "The other silos have given this one up, because they did not reach it for a while; they do its work. Start it again." : cannotJoin)}");
        ExitNow(Commands.ExitCode.Failed); // no handler of the end of a process may write anything any more
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void ExitNow(int code);
}
