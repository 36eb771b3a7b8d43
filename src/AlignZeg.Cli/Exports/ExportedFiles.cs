using System.Text.Json;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Exports;

/// <summary>What lay in a folder when it was whole, kept in it: whoever replaces the folder later can tell what somebody has put into it or changed since. Moving the folder changes nothing, copying it does.</summary>
/// <param name="Files">Number of files.</param> <param name="Bytes">Of them together.</param> <param name="Newest">When the last of them was written, UTC ticks.</param>
internal sealed record ExportedFiles(long Files, long Bytes, long Newest)
{
    /// <summary>Name of the file that holds it.</summary>
    public const string FileName = ".export-files.json";

    /// <summary>Notes what lies in a folder.</summary>
    public static void Note(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(Of(folder), ResultJson.Line));

    /// <summary>Whether a folder is as it was when that was noted; false where nothing was.</summary>
    public static bool AreAll(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ExportedFiles>(File.ReadAllBytes(Path.Combine(folder, FileName)), ResultJson.Line) == Of(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    private static ExportedFiles Of(string folder)
    {
        var all = new ExportedFiles(0, 0, 0);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            if (file.Name == FileName) continue;
            all = new(all.Files + 1, all.Bytes + file.Length, Math.Max(all.Newest, file.LastWriteTimeUtc.Ticks));
        }

        return all;
    }
}
