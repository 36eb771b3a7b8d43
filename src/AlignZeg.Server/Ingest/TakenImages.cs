using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Ingest;

/// <summary>Stores the images of one upload as they come, each under the hash of its bytes below the tenant's own prefix, and keeps account. What is stored and then not used does no harm.</summary>
/// <param name="tenant">Whose.</param> <param name="blobs">Where to.</param> <param name="maxListBytes">Most bytes of all lists of metadata.</param>
internal sealed class TakenImages(TenantScope tenant, IBlobStore blobs, int maxListBytes)
{
    private const int Writers = 4, MostTold = 100;
    private readonly Lock _gate = new();
    private readonly List<NamedImage> _images = [];
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly List<SkippedFile> _skipped = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private int _skippedCount;
    private long _bytes, _listBytes;

    /// <summary>The images with what lists say about them, in no particular order; their names are unique.</summary>
    public IReadOnlyList<NamedImage> Images => [.. _images.Select(image => image with { Metadata = _metadata.GetValueOrDefault(image.Name) })];

    public IngestReport Report => new(_images.Count, _images.Count - _hashes.Count, _bytes, _skippedCount, _skipped);

    /// <summary>Goes through all; a few images are in memory at a time.</summary>
    /// <exception cref="InvalidDatasetException">There was no image among them.</exception>
    public async Task TakeAsync(IAsyncEnumerable<ArchiveEntry> files, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken }, async (file, token) =>
        {
            if (file.Sidecar is { } list) Describe(file.Name, list);
            else if (file.Content is null) Skip(file.Name, file.Reason!);
            else Note(file.Name, await blobs.WriteContentAsync(DatasetBlobNames.ImagesOf(tenant.Tenant), file.Content, "", token));
        });
        if (_images.Count == 0) throw new InvalidDatasetException($"There is no image in what was sent; {Excuse()}.");
    }

    private string Excuse() => _skippedCount == 0 ? "send at least one" : $"{_skippedCount} files were skipped, among them '{_skipped[0].Name}' ({_skipped[0].Reason})";

    private void Note(string name, BlobRef stored)
    {
        lock (_gate)
        {
            _images.Add(new(name, stored.Sha256));
            _hashes.Add(stored.Sha256);
            _bytes += stored.Length;
        }
    }

    private void Describe(string name, byte[] list)
    {
        if (Interlocked.Add(ref _listBytes, list.Length) > maxListBytes) throw new InvalidDatasetException($"The lists of metadata in the archive have more than {maxListBytes} bytes in all; send it in parts.");
        if (MetadataList.Read(name, list, NameForm.Composed) is not { } images)
        {
            Skip(name, SkipReasons.BrokenMetadata);
            return;
        }

        lock (_gate)
        {
            foreach (var (image, metadata) in images)
                if (DatasetMetadata.Check(image, metadata) is { } text) _metadata[image] = text;
        }
    }

    private void Skip(string name, string reason)
    {
        lock (_gate)
        {
            if (_skippedCount++ < MostTold) _skipped.Add(new(name, reason));
        }
    }
}
