namespace AlignZeg.Cli.Labelling;

/// <summary>A folder of its own among the temporary ones, which goes with all that is in it.</summary>
/// <param name="purpose">Part of its name, for people who find it after a crash.</param>
internal sealed class ScratchFolder(string purpose) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory($"alignzeg-{purpose}-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
