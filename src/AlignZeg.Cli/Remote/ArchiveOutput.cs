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

    private ArchiveOutput(string? file, ExportOutput? folder, FileStream archive) => (_file, _folder, Archive) = (file, folder, archive);

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
            return new(null, folder, Open(path, folder.Folder.Root + ".zip"));
        }

        if (Directory.Exists(target)) throw CommandException.BadInput($"The output '{path}' is a folder; give a file, or a folder whose name does not end in .zip.");
        if (File.Exists(target) && !overwrite) throw CommandException.BadInput($"The output '{path}' is there already; choose another one, or replace it with --overwrite.");
        return new(target, null, Open(path, $"{target}.{Path.GetRandomFileName()}"));
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
        if (File.Exists(Archive.Name)) File.Delete(Archive.Name);
        _folder?.Dispose();
    }

    private static FileStream Open(string path, string temporary)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            return new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Failure.IsFull(exception))
        {
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
