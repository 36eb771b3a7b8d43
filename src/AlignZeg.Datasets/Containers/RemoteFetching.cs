using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Containers;

/// <summary>Fetches the images of a folder far away, and lists them as files: in the order of their names, whatever the order of the store. What was fetched in this version is not fetched again.</summary>
/// <param name="folder">The folder.</param> <param name="address">What names it, without credentials.</param> <param name="limits">When to refuse it.</param>
/// <param name="compose">Brings the letters of names into their composed form.</param>
internal sealed class RemoteFetching(IRemoteFolder folder, string address, ArchiveLimits limits, Func<string, string> compose)
{
    private const int AtOnce = 8; // images, each in memory meanwhile
    private readonly List<RemoteFile> _images = [];

    /// <summary>Files that were left out because their names are not those of images.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Learns what there is. Memory holds the names.</summary>
    /// <exception cref="InputException">It cannot be listed, or is over a limit.</exception>
    public async Task ListAsync(CancellationToken cancellationToken)
    {
        long bytes = 0;
        await foreach (var file in folder.ListAsync(cancellationToken))
        {
            if (file.Name.EndsWith('/')) continue; // some tools mark folders so
            if (!ImageExtensions.Has(file.Name))
            {
                LeftOut++;
                continue;
            }

            _images.Add(file);
            bytes += file.Bytes;
            if (_images.Count > limits.MaxEntries) throw TooMuch($"{limits.MaxEntries:N0} images");
            if (bytes > limits.MaxUnpackedBytes) throw TooMuch($"{limits.MaxUnpackedBytes >> 30:N0} GiB of images");
        }

        _images.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
    }

    /// <summary>Fetches what is not there, a few at a time, and lists all.</summary>
    /// <param name="target">Where to.</param> <param name="tell">Told after each image.</param> <param name="cancellationToken">Stops at once; what is fetched stays.</param>
    /// <exception cref="InputException">Who asks is refused.</exception>
    public async Task RunAsync(UnpackedFolder target, Action tell, CancellationToken cancellationToken)
    {
        var (fetched, names) = (new FetchedFiles(target.Root), new EntryNames(compose));
        EntryName[] taken = [.. _images.Select(image => names.Take(image.Name))];
        await Parallel.ForAsync(0, taken.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            if (taken[i] is { Fault: null, IsHidden: false } && await FetchAsync(_images[i], fetched, token)) tell();
        });
        foreach (var (image, name) in _images.Zip(taken).Where(one => !one.Second.IsHidden))
        {
            if (name.Fault is { } fault) target.Skip(name.Name, fault);
            else if (fetched.FileOf(KeyOf(image)) is { } file) target.List(new(name.Name, file));
            else target.Skip(name.Name, fetched.ReasonOf(KeyOf(image))!);
        }
    }

    private async Task<bool> FetchAsync(RemoteFile image, FetchedFiles fetched, CancellationToken cancellationToken)
    {
        var key = KeyOf(image);
        if (fetched.Has(key)) return false;
        var (content, reason) = image.Bytes > limits.MaxEntryBytes ? (null, SkipReasons.TooManyBytes) : await folder.ReadAsync(image.Name, limits.MaxEntryBytes, cancellationToken);
        if (content is not null) await fetched.StoreAsync(key, content, cancellationToken);
        else fetched.Refuse(key, reason!);
        return true;
    }

    // Should it change between list and reading, the next list has another version, and it is read again.
    private UInt128 KeyOf(RemoteFile image) => ContentKey.Of($"{address}\n{image.Name}\n{image.Version}");

    private InputException TooMuch(string limit) => new(InputException.BrokenArchive, $"'{address}' holds more than {limit}; take it in parts, by longer prefixes.");
}
