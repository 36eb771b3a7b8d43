using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Abstractions.Access;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Datasets.Archives;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Ingest;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>Looks at the memory of the whole process, so nothing else runs meanwhile.</summary>
[Collection(nameof(TakenImagesTests))]
[CollectionDefinition(nameof(TakenImagesTests), DisableParallelization = true)]
public sealed class TakenImagesTests
{
    private const int Few = 20_000, Many = 60_000;

    /// <summary>Names and hashes alone would be 400 bytes of each image, until the version is made.</summary>
    [Fact]
    public async Task Upload_KeepsNothingOfAnImage()
    {
        var tenant = new TenantScope(new(ApiKey.Create("held")), null!);
        using var taken = new TakenImages(tenant, new NoBlobs(), new UploadOptions());
        var held = new List<long>();
        await taken.TakeAsync(FilesAsync(taken.Names, held, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal((Many, 0, Many * 4L, 0), (taken.Report!.Images, taken.Report.Duplicates, taken.Report.Bytes, taken.Report.SkippedCount));
        Assert.InRange((held[1] - held[0]) / (double)(Many - Few), double.NegativeInfinity, 100); // the records that are not put away yet are up to 2 MiB
        Assert.Equal("""{"number":3}""", taken.Images.Read().ElementAt(3).Metadata);
    }

    private static async IAsyncEnumerable<ArchiveEntry> FilesAsync(EntryNames names, List<long> held, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < Many; i++)
        {
            yield return new(names.Take($"folder/{i:D7}.jpg").Name, BitConverter.GetBytes(i), null) { Metadata = new Dictionary<string, JsonElement> { ["number"] = JsonSerializer.SerializeToElement(i) } };
            if (i is Few - 1 or Many - 1) held.Add(HeldMemory.Bytes());
            if (i % 1000 == 0) await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>Takes everything and has nothing.</summary>
    private sealed class NoBlobs : IBlobStore
    {
        public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult<Blob?>(null);

        public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default) => Task.FromResult<string?>("1");

        public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) => Task.FromResult(true);

        public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default) => Task.FromResult(false);

        public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(false);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<string>();

        public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) => Task.FromResult(false);
    }
}
