using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Ingest;

/// <summary>Stores the images of one upload as they come, each under the hash of its bytes below the tenant's own prefix, and keeps account. What is stored and then not used does no harm.</summary>
/// <param name="tenant">Whose.</param> <param name="blobs">Where to.</param> <param name="maxMetadataBytes">Most bytes of all that is said about images.</param>
internal sealed class TakenImages(TenantScope tenant, IBlobStore blobs, int maxMetadataBytes)
{
    private const int Writers = 4, MostTold = 100;
    private readonly Lock _gate = new();
    private readonly List<(string Name, BlobRef Content)> _stored = [];
    private readonly HashSet<string> _companions = new(StringComparer.Ordinal);
    private readonly List<SkippedFile> _skipped = [];
    private readonly Dictionary<string, string> _listed = new(StringComparer.Ordinal), _beside = new(StringComparer.Ordinal);
    private int _skippedCount;
    private long _metadataBytes;

    /// <summary>The images with what is said about them, in no particular order; their names are unique. What lies beside an image counts more than what a list says.</summary>
    public IReadOnlyList<NamedImage> Images => [.. Taken.Select(one => new NamedImage(one.Name, one.Content.Sha256, _beside.GetValueOrDefault(one.Name) ?? _listed.GetValueOrDefault(one.Name)))];

    public IngestReport Report
    {
        get
        {
            var taken = Taken.ToList();
            return new(taken.Count, taken.Count - taken.DistinctBy(one => one.Content.Sha256).Count(), taken.Sum(one => one.Content.Length), _skippedCount, _skipped);
        }
    }

    private IEnumerable<(string Name, BlobRef Content)> Taken => _stored.Where(one => !_companions.Contains(one.Name));

    /// <summary>Goes through all; a few images are in memory at a time.</summary>
    /// <exception cref="InvalidDatasetException">There was no image among them, or what is said about them is too much in all.</exception>
    public async Task TakeAsync(IAsyncEnumerable<ArchiveEntry> files, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(ImagesOfAsync(files, cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken }, async (image, token) =>
            Note(image.Name, await blobs.WriteContentAsync(DatasetBlobNames.ImagesOf(tenant.Tenant), image.Content!, "", token)));
        if (!Taken.Any()) throw new InvalidDatasetException($"There is no image in what was sent; {Excuse()}.");
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

    private void Note(string name, BlobRef stored)
    {
        lock (_gate) _stored.Add((name, stored));
    }

    private void Settle(SampleFile file)
    {
        if (file.Reason is { } reason) Skip(file.Name, reason);
        if (file is { IsImage: true, Reason: not null }) _companions.Add(file.Name);
        else if (file.Metadata is { } metadata) Describe(file.Name, metadata);
    }

    private void Describe(string image, IReadOnlyDictionary<string, JsonElement> metadata)
    {
        if (Checked(image, JsonSerializer.SerializeToElement(metadata)) is not { } text) return;
        Meter(Encoding.UTF8.GetByteCount(text));
        _beside[image] = text;
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
            if (Checked(image, metadata) is { } text) _listed[image] = text;
    }

    private void Meter(int bytes)
    {
        _metadataBytes += bytes;
        if (_metadataBytes > maxMetadataBytes) throw new InvalidDatasetException($"What is said about the images has more than {maxMetadataBytes} bytes in all; send them in parts.");
    }

    private void Skip(string name, string reason)
    {
        if (_skippedCount++ < MostTold) _skipped.Add(new(name, reason));
    }
}
