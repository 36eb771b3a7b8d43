using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>The folder that a job writes to: held by one process, and belonging to one job.</summary>
internal sealed class OutputFolder : IDisposable
{
    /// <summary>Name of the folder of the platform's own files in it.</summary>
    public const string Private = FolderWalk.ResultsMark;

    private readonly FileStream _lock;

    private OutputFolder(FolderBounds bounds, FileStream held) => (Bounds, _lock) = (bounds, held);

    /// <summary>The folder, for names that come from elsewhere.</summary>
    public FolderBounds Bounds { get; }

    public string Root => Bounds.Root;

    /// <summary>The platform's own files; nothing in it is a result.</summary>
    public string State => Path.Combine(Root, Private);

    /// <summary>Opens a new, empty or own folder and holds it until disposed.</summary>
    /// <exception cref="CommandException">It is a file, belongs to something else, is in use or cannot be written.</exception>
    public static OutputFolder Open(string path)
    {
        var bounds = new FolderBounds(path);
        var root = bounds.Root;
        if (File.Exists(root)) throw CommandException.BadInput($"The output '{path}' is a file; give a folder.");
        var state = Path.Combine(root, Private);
        if (Directory.Exists(root) && !Directory.Exists(state) && Directory.EnumerateFileSystemEntries(root).Any())
            throw CommandException.BadInput($"The output folder '{path}' is not empty and was not made by alignzeg; choose an empty or new folder.");
        try
        {
            Directory.CreateDirectory(state);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Failure.IsFull(exception))
        {
            throw CommandException.BadInput($"The output folder '{path}' cannot be written ({exception.Message}); choose another one.", exception);
        }
        return new(bounds, Hold(path, Path.Combine(state, "lock")));
    }

    /// <summary>A folder below the output, made if need be.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Ties the folder to a job, or checks that it is the job's already.</summary>
    /// <exception cref="CommandException">The folder holds the results of another job.</exception>
    public async Task ClaimAsync(JobFingerprint fingerprint, CancellationToken cancellationToken)
    {
        var path = Path.Combine(State, "job.json");
        if (File.Exists(path))
        {
            var held = JsonSerializer.Deserialize<JobFingerprint>(await File.ReadAllBytesAsync(path, cancellationToken), ResultJson.Indented);
            if (held?.DifferenceTo(fingerprint) is { } difference)
                throw CommandException.BadInput($"The output folder '{Root}' holds the results of another job: {difference}. Choose another --output, or delete that folder.");
        }
        await ResultJson.WriteFileAsync(path, fingerprint, cancellationToken);
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Hold(string path, string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw CommandException.BadInput($"The output folder '{path}' cannot be written ({exception.Message}); choose another one.", exception);
        }
        catch (IOException exception) when (!Failure.IsStorage(exception))
        {
            throw CommandException.BadInput($"The output folder '{path}' is in use by another alignzeg; wait for it to end, or choose another --output.", exception);
        }
    }
}
