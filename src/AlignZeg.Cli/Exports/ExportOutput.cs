using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Exports;

/// <summary>The folder of an export: it grows beside its place and takes it when it is whole. Until then nothing at that place is touched.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly string _target, _growing;

    private ExportOutput(string target)
    {
        var name = $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}";
        (_target, _growing) = (target, Path.Combine(Path.GetDirectoryName(target)!, name));
    }

    /// <summary>Where to write.</summary>
    public ExportFolder Folder => new(_growing);

    /// <summary>Checks the place and begins.</summary>
    /// <exception cref="CommandException">It is a file, is not empty, lies in the source, or cannot be written.</exception>
    public static ExportOutput Begin(string path, string? source, bool overwrite)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target)) throw CommandException.BadInput($"The output '{path}' is a file; give a folder.");
        if (Path.GetDirectoryName(target) is null) throw CommandException.BadInput($"The output '{path}' is the root of a disk; give a folder.");
        if (source is not null && (target + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(source) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw CommandException.BadInput($"The output '{path}' lies in the folder that is exported; choose another --output.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) CheckReplaceable(path, target, overwrite);
        var output = new ExportOutput(target);
        try
        {
            Directory.CreateDirectory(output._growing);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Failure.IsFull(exception))
        {
            throw CommandException.BadInput($"The output folder '{path}' cannot be written ({exception.Message}); choose another one.", exception);
        }
        return output;
    }

    /// <summary>Puts the folder in its place.</summary>
    public void Complete()
    {
        var old = _growing + ".old";
        if (Directory.Exists(_target)) Directory.Move(_target, old);
        Directory.Move(_growing, _target);
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
    }

    public void Dispose()
    {
        if (Directory.Exists(_growing)) Directory.Delete(_growing, recursive: true);
    }

    /// <summary>Only an export is replaced: a folder that was named by mistake is not lost.</summary>
    private static void CheckReplaceable(string path, string target, bool overwrite)
    {
        if (!overwrite) throw CommandException.BadInput($"The output folder '{path}' is not empty; choose another one, or replace an earlier export with --overwrite.");
        if (!File.Exists(Path.Combine(target, ExportReport.FileName)))
            throw CommandException.BadInput($"The output folder '{path}' is not an export (it has no {ExportReport.FileName}), so --overwrite does not replace it; choose another one.");
    }
}
