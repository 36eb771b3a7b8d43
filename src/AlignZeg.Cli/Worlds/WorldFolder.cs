using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Cli.Worlds;

/// <summary>A folder with scenes of the embedded world. A folder that has the scenes already is left alone, so that a job on it can go on.</summary>
internal static class WorldFolder
{
    private const string Marker = "world.json";

    /// <summary>Draws the scenes, or finds that they are there.</summary>
    /// <exception cref="CommandException">The folder holds something else.</exception>
    public static async Task WriteAsync(string folder, int count, int seed, CancellationToken cancellationToken)
    {
        if (File.Exists(folder)) throw CommandException.BadInput($"The output '{folder}' is a file; give a folder.");
        var marker = Path.Combine(folder, Marker);
        var contents = JsonSerializer.Serialize(new { count, seed, complete = true });
        if (File.Exists(marker))
        {
            if (await File.ReadAllTextAsync(marker, cancellationToken) == contents) return;
            throw CommandException.BadInput($"The folder '{folder}' holds other scenes (see {marker}); choose another folder, or delete that one.");
        }
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !IsUnfinished(folder))
            throw CommandException.BadInput($"The folder '{folder}' is not empty; choose an empty or new one.");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Unfinished), "", cancellationToken);
        await Task.Run(() => WorldWriter.Write(World.Create(), folder, count, seed, progress: null, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(marker, contents, cancellationToken);
        File.Delete(Path.Combine(folder, Unfinished));
    }

    private const string Unfinished = ".unfinished";

    private static bool IsUnfinished(string folder) => File.Exists(Path.Combine(folder, Unfinished));
}
