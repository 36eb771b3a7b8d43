using System.Text.Json;

namespace AlignZeg.Cli.Results;

/// <summary>Files that are there as a whole or not at all, also where several processes write the same one.</summary>
internal static class WholeFile
{
    /// <summary>Writes it, in place of what was there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>What a file of JSON holds; null if there is none.</summary>
    public static T? Read<T>(string path) where T : class => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path)) : null;
}
