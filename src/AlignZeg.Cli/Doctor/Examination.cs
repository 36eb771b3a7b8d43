namespace AlignZeg.Cli.Doctor;

/// <summary>Looks at everything that labelling needs. A part that is missing is a finding, never a crash.</summary>
internal static class Examination
{
    /// <param name="output">Folder that jobs would write to.</param>
    /// <param name="model">Folder of a bundle.</param>
    public static IReadOnlyList<Finding> Of(string output, string model) =>
    [
        Guard("system", SystemCheck.Examine, "Use a 64-bit Linux with .NET 10."),
        Guard("torch", TorchCheck.Natives, TorchCheck.Remedy),
        Guard("libvips", ImageCheck.Examine, "Build again on this machine (dotnet build -c Release); the package NetVips.Native brings libvips for linux-x64."),
        Guard("device", TorchCheck.Device, TorchCheck.Remedy),
        Guard("threads", SystemCheck.Threads, null),
        Guard("memory", SystemCheck.Memory, null),
        Guard("storage", () => StorageCheck.Examine(output), "Choose another --output folder."),
        Guard("model", () => ModelCheck.Examine(model), "Build the project again, or name a bundle with --model."),
    ];

    private static Finding Guard(string subject, Func<Finding> examine, string? remedy)
    {
        try
        {
            return examine();
        }
#pragma warning disable CA1031 // whatever is wrong, the examination goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var cause = exception;
            while (cause.InnerException is { } inner) cause = inner;
            return new(subject, Verdict.Fail, string.Join(' ', cause.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), remedy);
        }
    }
}
