using System.Text.Json;

namespace AlignZeg.Grains.Models;

/// <summary>What a bundle's folder holds, names and lengths, in a file that is written last: with it, and as it says, the folder is whole.</summary>
internal static class BundleInventory
{
    private const string FileName = ".alignzeg-files.json";

    /// <summary>Writes it.</summary>
    public static void Write(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Where(name => name != FileName);
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(files.ToDictionary(name => name, name => new FileInfo(Path.Combine(folder, name)).Length)));
    }

    /// <summary>Whether a folder has all that it should: those who tidy up temporary files take what they like.</summary>
    public static bool IsWhole(string folder)
    {
        try
        {
            var files = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(Path.Combine(folder, FileName)));
            return files?.All(file => new FileInfo(Path.Combine(folder, file.Key)) is { Exists: true } found && found.Length == file.Value) ?? false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }
}
