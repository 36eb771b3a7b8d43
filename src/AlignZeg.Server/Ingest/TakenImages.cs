using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Ingest;

/// <summary>Stores the images of one upload as they come, each under the hash of its bytes below the tenant's own prefix, and keeps account in files. What is stored and then not used does no harm.</summary>
/// <param name="tenant">Whose.</param> <param name="blobs">Where to.</param> <param name="options">Where the account is kept, and the most bytes of all that is said about images.</param>
internal sealed class TakenImages(TenantScope tenant, IBlobStore blobs, UploadOptions options) : IDisposable
{
    private const int Writers = 4, MostTold = 100;
    private readonly SpooledSet _taken = new(options.SpoolDirectory);
    private readonly List<SkippedFile> _skipped = [];
    private int _skippedCount;
    private long _metadataBytes;

    /// <summary>For whoever reads the upload.</summary>
    public EntryNames Names => field ??= new(NameForm.Composed, _taken);

    /// <summary>The images with what is said about them. What lies beside an image counts more than what a list says.</summary>
    public ManifestSpool Images { get; } = new(options.SpoolDirectory);

    /// <summary>What became of the files; once all were taken.</summary>
    public IngestReport? Report { get; private set; }

    /// <summary>Goes through all; a few images are in memory at a time.</summary>
    /// <exception cref="InvalidDatasetException">There was no image among them, or what is said about them is too much in all.</exception>
    public async Task TakeAsync(IAsyncEnumerable<ArchiveEntry> files, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(ImagesOfAsync(files, cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken }, async (image, token) =>
        {
            var stored = await blobs.WriteContentAsync(DatasetBlobNames.ImagesOf(tenant.Tenant), image.Content!, "", token);
            Images.Add(image.Name, stored.Sha256, stored.Length);
        });
        var totals = Images.Settle();
        if (totals.Images == 0) throw new InvalidDatasetException($"There is no image in what was sent; {Excuse()}.");
        Report = new(totals.Images, totals.Duplicates, totals.Bytes, _skippedCount, _skipped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _taken.Dispose();
        Images.Dispose();
    }

    // In the order of the upload, one at a time, while others are stored: which image a file belongs to, its neighbours say.
    private async IAsyncEnumerable<ArchiveEntry> ImagesOfAsync(IAsyncEnumerable<ArchiveEntry> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var samples = new TarSamples();
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            if (file.Sidecar is { } list && MetadataList.Is(file.Name))
            {
                Describe(file.Name, list);
                continue;
            }

            foreach (var settled in samples.Add(file)) Settle(settled);
            if (file.Content is null) continue;
            if (file.Metadata is { } row) Describe(file.Name, row);
            yield return file;
        }

        foreach (var settled in samples.Close()) Settle(settled);
    }

    private string Excuse() => _skippedCount == 0 ? "send at least one" : $"{_skippedCount} files were skipped, among them '{_skipped[0].Name}' ({_skipped[0].Reason})";

    private void Settle(SampleFile file)
    {
        if (file.Reason is { } reason) Skip(file.Name, reason);
        if (file is { IsImage: true, Reason: not null }) Images.LeaveOut(file.Name);
        else if (file.Metadata is { } metadata) Describe(file.Name, metadata);
    }

    private void Describe(string image, IReadOnlyDictionary<string, JsonElement> metadata)
    {
        if (Checked(image, JsonSerializer.SerializeToElement(metadata)) is not { } text) return;
        Meter(Encoding.UTF8.GetByteCount(text));
        Images.Describe(image, text);
    }

    // As for files that are too long to be looked at: the image is taken without it.
    private string? Checked(string image, JsonElement metadata)
    {
        try
        {
            return DatasetMetadata.Check(image, metadata);
        }
        catch (InvalidDatasetException)
        {
            Skip($"metadata of {image}", SkipReasons.BrokenMetadata);
            return null;
        }
    }

    private void Describe(string name, byte[] list)
    {
        Meter(list.Length);
        if (MetadataList.Read(name, list, NameForm.Composed) is not { } images)
        {
            Skip(name, SkipReasons.BrokenMetadata);
            return;
        }

        foreach (var (image, metadata) in images)
            if (Checked(image, metadata) is { } text) Images.Describe(image, text, isListed: true);
    }

    private void Meter(int bytes)
    {
        _metadataBytes += bytes;
        if (_metadataBytes > options.MaxManifestBytes) throw new InvalidDatasetException($"What is said about the images has more than {options.MaxManifestBytes} bytes in all; send them in parts.");
    }

    private void Skip(string name, string reason)
    {
        if (_skippedCount++ < MostTold) _skipped.Add(new(name, reason));
    }
}
