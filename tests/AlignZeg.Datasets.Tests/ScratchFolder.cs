namespace AlignZeg.Datasets.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("alignzeg-").FullName;

    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>Writes a file, with its folders.</summary>
    public string Add(string relative, string content = "x")
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
