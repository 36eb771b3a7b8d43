using System.Text.Json;

namespace AlignZeg.Cli.Results;

/// <summary>Files that are there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes it, in place of what was there. No other process writes the same file meanwhile; what one that was killed has left is written over.</summary>
    /// <param name="path">Where.</param> <param name="write">Gets the file; if it fails, what was there stays.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string unfinished = path + ".tmp";
        await using (var file = File.Create(unfinished)) await write(file);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The same, of text.</summary>
    public static Task WriteTextAsync(string path, Func<TextWriter, Task> write) => WriteAsync(path, async file =>
    {
        await using var text = new StreamWriter(file);
        await write(text);
    });

    /// <summary>Writes it, in place of what was there; other processes may write the same file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>What a file of JSON holds; null if there is none.</summary>
    public static T? Read<T>(string path) where T : class => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path)) : null;
}
