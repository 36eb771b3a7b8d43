namespace AlignZeg.Cli.Results;

/// <summary>A lock that is gone with its process.</summary>
internal static class LockFile
{
    /// <summary>Takes it, until it is disposed; null where another has it.</summary>
    public static FileStream? TryTake(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
