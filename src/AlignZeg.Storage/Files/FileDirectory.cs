using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Files;

/// <summary>The directory of a file store: where names are, where half-written files are, and the locks.</summary>
public sealed class FileDirectory
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);
    private readonly string _temporary;
    private readonly FileLocks _locks;

    /// <summary>Creates the directory if it is not there, and removes what killed processes left half-written.</summary>
    /// <exception cref="Abstractions.Blobs.StorageException">It cannot be created or written.</exception>
    public FileDirectory(IOptions<FileStorageOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Root = Path.GetFullPath(options.Value.Directory);
        FlushToDisk = options.Value.FlushToDisk;
        _temporary = Path.Combine(Root, ".tmp");
        string locks = Path.Combine(Root, ".locks");
        try
        {
            Directory.CreateDirectory(_temporary);
            Directory.CreateDirectory(locks);
            foreach (var file in new DirectoryInfo(_temporary).EnumerateFiles().Where(file => file.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - Abandoned)) file.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.Translate(exception, Root);
        }

        _locks = new(locks);
    }

    /// <summary>Full path of the directory.</summary>
    public string Root { get; }

    /// <summary>See <see cref="FileStorageOptions.FlushToDisk"/>.</summary>
    internal bool FlushToDisk { get; }

    /// <summary>The file that holds a name.</summary>
    /// <exception cref="ArgumentException">Not a blob name.</exception>
    public string PathOf(string name) => Path.Combine(Root, BlobName.Check(name));

    internal string NewTemporary() => Path.Combine(_temporary, Guid.NewGuid().ToString("N"));

    internal async Task<IDisposable> TakeLockAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _locks.TakeAsync(name, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.Translate(exception, Root);
        }
    }
}
