using System.IO.Compression;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Exports;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Remote;

/// <summary>Where an archive goes: a file as it is, or unpacked into a folder. Nothing is there before <see cref="Complete"/>.</summary>
internal sealed class ArchiveOutput : IDisposable
{
    private readonly string? _file;
    private readonly ExportOutput? _folder;
    private readonly IDisposable _place;

    private ArchiveOutput(string? file, ExportOutput? folder, IDisposable place, FileStream archive) => (_file, _folder, _place, Archive) = (file, folder, place, archive);

    /// <summary>Takes the archive.</summary>
    public FileStream Archive { get; }

    /// <summary>Checks the place and begins.</summary>
    /// <exception cref="CommandException">Something else is there, or it cannot be written.</exception>
    public static ArchiveOutput Begin(string path, bool overwrite)
    {
        string target = Path.GetFullPath(path);
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            var folder = ExportOutput.Begin(path, source: null, overwrite);
            return new(null, folder, folder, Open(path, folder, () => folder.Archive));
        }

        if (Directory.Exists(target)) throw CommandException.BadInput($"The output '{path}' is a folder; give a file, or a folder whose name does not end in .zip.");
        if (File.Exists(target) && !overwrite) throw CommandException.BadInput($"The output '{path}' is there already; choose another one, or replace it with --overwrite.");
        GrowingPlace.Sweep(target);
        GrowingPlace? place = null;
        var archive = Open(path, null, () => (place = GrowingPlace.Take(target)).Path);
        return new(target, null, place!, archive);
    }

    /// <summary>Puts the export in its place.</summary>
    /// <returns>The report that is in it.</returns>
    /// <exception cref="CommandException">It is no archive of an export.</exception>
    public ExportReport Complete()
    {
        Archive.Position = 0;
        using var zip = new ZipArchive(Archive, ZipArchiveMode.Read, leaveOpen: true);
        var report = ReportOf(zip);
        if (_folder is not null)
        {
            zip.ExtractToDirectory(_folder.Folder.Root);
            _folder.Complete();
        }
        else
        {
            Archive.Flush(flushToDisk: true);
            File.Move(Archive.Name, _file!, overwrite: true);
        }

        return report;
    }

    public void Dispose()
    {
        Archive.Dispose();
        _place.Dispose();
    }

    private static FileStream Open(string path, ExportOutput? place, Func<string> temporary)
    {
        try
        {
            return new(temporary(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Failure.IsFull(exception))
        {
            place?.Dispose();
            throw CommandException.BadInput($"The output '{path}' cannot be written ({exception.Message}); choose another one.", exception);
        }
    }

    private static ExportReport ReportOf(ZipArchive zip)
    {
        using var content = (zip.GetEntry(ExportReport.FileName) ?? throw CommandException.Failed($"What the server sent is no export: it has no {ExportReport.FileName}.")).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return ExportReport.FromJson(bytes.ToArray());
    }
}
