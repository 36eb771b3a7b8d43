using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using AlignZeg.Storage.Tests.Blobs;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Storage.Tests.Files;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();

    protected override IBlobStore Store => _directory.Blobs;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Directory_ThatCannotBeMade_IsOneSentence()
    {
        string file = Path.Combine(_directory.Path, "file");
        File.WriteAllText(file, "");
        var options = Options.Create(new FileStorageOptions { Directory = Path.Combine(file, "below") });
        var exception = Assert.Throws<StorageException>(() => new FileDirectory(options, TimeProvider.System));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, StorageFault.Full, "No space is left")]
    [InlineData(122, StorageFault.Full, "No space is left")]
    [InlineData(30, StorageFault.NoPermission, "No permission")]
    [InlineData(5, StorageFault.Other, "failed")]
    public void Faults_SayWhatAndWhere(int error, StorageFault fault, string says)
    {
        var exception = FileFaults.Translate(new IOException("x", error), "/data");
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Contains("/data", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FullDisk_IsWhatTheSystemCallsIt()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var exception = Assert.Throws<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write("x"u8);
        });
        Assert.Equal(StorageFault.Full, FileFaults.Translate(exception, "/data").Fault);
    }

    protected override IBlobStore OtherProcess() => new FileBlobStore(new FileDirectory(Options.Create(new FileStorageOptions { Directory = _directory.Path, FlushToDisk = false }), TimeProvider.System));
}
