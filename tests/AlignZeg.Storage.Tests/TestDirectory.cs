using AlignZeg.Storage.Files;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlignZeg.Storage.Tests;

/// <summary>A file store in a folder of its own, gone after the test.</summary>
public sealed class TestDirectory : IDisposable
{
    public TestDirectory() => Files = new(Options.Create(new FileStorageOptions { Directory = Path, FlushToDisk = false }), new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    public string Path { get; } = Directory.CreateTempSubdirectory("alignzeg-storage-").FullName;

    public FileDirectory Files { get; }

    public FileBlobStore Blobs => new(Files);

    public FileAppendStore Logs => new(Files);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
