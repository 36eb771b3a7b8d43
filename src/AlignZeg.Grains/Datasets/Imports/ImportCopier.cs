using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Spools;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>Copies blobs step by step, outside of any grain's turn. Knows the names and hashes that the import has so far; after a step that failed it knows too much, and another goes on.</summary>
internal sealed class ImportCopier(ImportKey import, ImportRequest request, string signature, IBlobStore blobs, ImportOptions options) : IDisposable
{
    private readonly SourceContainer _source = new(request.Container, signature, request.Prefix);
    private readonly ImportPages _pages = new(import, blobs);
    private readonly SpooledSet _hashes = new(options.SpoolDirectory), _taken = new(options.SpoolDirectory);
    private int _images;
    private bool _recalled;

    /// <summary>The signature that it reads with. A secret.</summary>
    public string Signature => signature;

    private EntryNames Names => field ??= new(NameForm.Composed, _taken);

    /// <summary>One step: its images are stored and written down when it ends.</summary>
    /// <param name="step">Its number.</param> <param name="continuation">Where it begins in the list.</param> <param name="cancellationToken">Stops between pieces.</param>
    /// <exception cref="SourceContainerException">The container cannot be read, or has too many images.</exception>
    public async Task<ImportStep> RunAsync(int step, string? continuation, CancellationToken cancellationToken)
    {
        if (!_recalled) await RecallAsync(step, cancellationToken);
        var (listed, next) = await _source.ListAsync(continuation, options.StepBlobs, cancellationToken);
        var copied = await CopyAsync(listed, cancellationToken);
        var images = copied.Select(one => one?.Image).OfType<ImportedBlob>().ToList();
        if ((_images += images.Count) > options.MaxImages)
            throw new SourceContainerException($"The container has more than {options.MaxImages} images; import it in parts, by prefix.", isPassing: false);
        await _pages.WriteAsync(step, images, cancellationToken);
        return new(images, [.. copied.Select(one => one?.Skipped).OfType<SkippedBlob>()], images.Count(image => !_hashes.Add(image.Sha256)), next);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashes.Dispose();
        _taken.Dispose();
    }

    private async Task RecallAsync(int steps, CancellationToken cancellationToken)
    {
        await foreach (var image in _pages.ReadAsync(steps, cancellationToken))
        {
            Names.Take(image.Name);
            _hashes.Add(image.Sha256);
            _images++;
        }

        _recalled = true;
    }

    private async Task<CopiedBlob?[]> CopyAsync(IReadOnlyList<SourceBlob> listed, CancellationToken cancellationToken)
    {
        var names = listed.Select(blob => Names.Take(blob.Name[_source.Folder.Length..])).ToArray();
        var copied = new CopiedBlob?[listed.Count];
        await Parallel.ForAsync(0, listed.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Copies, CancellationToken = cancellationToken }, async (i, token) =>
        {
            if (!names[i].IsHidden && !listed[i].Name.EndsWith('/')) copied[i] = await CopyAsync(listed[i].Name, names[i], token);
        });
        return copied;
    }

    private async Task<CopiedBlob> CopyAsync(string blob, EntryName name, CancellationToken cancellationToken)
    {
        var (content, reason) = name.Fault is { } fault ? (null, fault)
            : await _source.ReadAsync<(byte[]?, string?)>(blob, (stream, token) => ImageIntake.ReadAsync(stream, options.MaxImageBytes, token), (null, SkipReasons.NotFound), cancellationToken);
        if (content is null) return new(null, new(name.Name, reason!));
        var stored = await blobs.WriteContentAsync(DatasetBlobNames.ImagesOf(import.Dataset.Tenant), content, "", cancellationToken);
        return new(new(name.Name, stored.Sha256, stored.Length), null);
    }

    private sealed record CopiedBlob(ImportedBlob? Image, SkippedBlob? Skipped);
}
