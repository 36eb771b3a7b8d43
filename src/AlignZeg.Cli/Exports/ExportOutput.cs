using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Exports;

/// <summary>The folder of an export: it grows beside its place and takes it when it is whole. Until then nothing at that place is touched, and what a killed run left beside it is removed.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly GrowingPlace _place;

    private ExportOutput(GrowingPlace place) => (_place, Folder) = (place, new(Directory.CreateDirectory(place.Path).FullName));

    /// <summary>Where to write.</summary>
    public ExportFolder Folder { get; }

    /// <summary>Where an archive may grow that the folder is unpacked from.</summary>
    public string Archive => _place.Archive;

    /// <summary>Checks the place and begins.</summary>
    /// <exception cref="CommandException">It is a file, is not empty, lies in the source, or cannot be written.</exception>
    public static ExportOutput Begin(string path, string? source, bool overwrite)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target)) throw CommandException.BadInput($"The output '{path}' is a file; give a folder.");
        if (Path.GetDirectoryName(target) is null) throw CommandException.BadInput($"The output '{path}' is the root of a disk; give a folder.");
        if (source is not null && new FolderBounds(source).Holds(target))
            throw CommandException.BadInput($"The output '{path}' lies in the folder that is exported; choose another --output.");
        GrowingPlace.Sweep(target);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) CheckReplaceable(path, target, overwrite);
        try
        {
            return new(GrowingPlace.Take(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Failure.IsFull(exception))
        {
            throw CommandException.BadInput($"The output folder '{path}' cannot be written ({exception.Message}); choose another one.", exception);
        }
    }

    /// <summary>Puts the folder in its place.</summary>
    public void Complete()
    {
        if (File.Exists(Path.Combine(Folder.Root, ExportReport.FileName))) ExportedFiles.Note(Folder.Root); // others are never replaced
        _place.Complete();
    }

    public void Dispose() => _place.Dispose();

    /// <summary>Only an export is replaced, and only what the export wrote: a folder that was named by mistake is not lost, nor are pictures that were put beside their labels, or labels that were corrected.</summary>
    private static void CheckReplaceable(string path, string target, bool overwrite)
    {
        if (!overwrite) throw CommandException.BadInput($"The output folder '{path}' is not empty; choose another one, or replace an earlier export with --overwrite.");
        if (!File.Exists(Path.Combine(target, ExportReport.FileName)))
            throw CommandException.BadInput($"The output folder '{path}' is not an export (it has no {ExportReport.FileName}), so --overwrite does not replace it; choose another one.");
        if (!ExportedFiles.AreAll(target))
            throw CommandException.BadInput($"The output folder '{path}' holds files that were put there or changed after the export, which --overwrite would delete; choose another one, or delete the folder yourself.");
    }
}
