namespace AlignZeg.Cli.Benchmarks;

/// <summary>A folder copied file by file: the disk's own speed, which benchmarks compare with.</summary>
internal static class PlainCopy
{
    /// <summary>Copies a folder with all below it to a place that is free.</summary>
    public static void Run(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            string target = Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder))).FullName;
            foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }
}
