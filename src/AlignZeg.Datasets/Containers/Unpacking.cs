using System.Globalization;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Containers;

/// <summary>
/// Unpacks containers of images into folders of their own, once: a container that has not changed since is not read again. Whatever is unpacked, memory holds
/// one image, for a table one row group.
/// </summary>
/// <param name="root">Where the folders go; asked for, and made, when there is something to unpack.</param>
/// <param name="limits">When to refuse an archive.</param>
/// <param name="compose">Brings the letters of names into their composed form (NFC).</param>
/// <param name="progress">Hears how far it is. Default: nobody.</param>
/// <param name="download">Fetches the images of manifests that name addresses. Default: such manifests are refused.</param>
public sealed class Unpacking(Func<string> root, ArchiveLimits limits, Func<string, string> compose, IProgress<UnpackProgress>? progress = null, ImageDownload? download = null)
{
    private const int Told = 100; // images between two reports
    private readonly Lock _gate = new();
    private long _images;

    /// <summary>Opens folders far away by their addresses, credentials and all. Default: such inputs are refused.</summary>
    public Func<Uri, IRemoteFolder>? Folders { get; init; }

    /// <summary>True if the file is a manifest of images that have to be fetched, and that may be done.</summary>
    internal bool Fetches(string path) => download is not null && ManifestReader.IsManifest(path) && ManifestReader.HasAddresses(path);

    /// <summary>Unpacks containers, in the order given.</summary>
    /// <param name="containers">Absolute paths; also of manifests that name addresses; and addresses of folders.</param>
    /// <param name="cancellationToken">Stops between images; the container is begun anew next time.</param>
    /// <exception cref="InputException">One is damaged, over a limit, or cannot be read.</exception>
    public async Task<IReadOnlyList<UnpackedInput>> RunAsync(IReadOnlyList<string> containers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(containers);
        if (containers.Count == 0) return [];
        var (room, unpacked) = (Path.GetFullPath(root()), new List<UnpackedInput>());
        foreach (string container in containers)
        {
            string folder = Path.Combine(room, unpacked.Count.ToString("D4", CultureInfo.InvariantCulture));
            void Tell() => progress?.Report(new(unpacked.Count, containers.Count, _images));
            unpacked.Add(ImageAddress.Is(container) ? await FetchAsync(container, folder, Tell, cancellationToken) : await UnpackAsync(new FileInfo(container), folder, Tell, cancellationToken));
            progress?.Report(new(unpacked.Count, containers.Count, _images));
        }

        return unpacked;
    }

    private async Task<UnpackedInput> FetchAsync(string container, string folder, Action tell, CancellationToken cancellationToken)
    {
        string shown = ImageAddress.Shown(container);
        if (Folders is null || ImageAddress.Parse(container) is not { } address) throw new InputException(InputException.NotFound, $"Nothing can be fetched from '{shown}'; check the address.");
        var fetching = new RemoteFetching(Folders(address), shown, limits, compose);
        tell();
        await fetching.ListAsync(cancellationToken); // what is refused is refused before anything is touched
        using var files = new UnpackedFolder(folder, shown, keep: true);
        await fetching.RunAsync(files, () => Count(tell), cancellationToken);
        return new(shown, 0, 0, files.Images, files.Skipped, fetching.LeftOut) { Folder = folder };
    }

    private async Task<UnpackedInput> UnpackAsync(FileInfo container, string folder, Action tell, CancellationToken cancellationToken)
    {
        if (UnpackedInput.Find(folder, container) is { } there) return there;
        var state = new UnpackedInput(container.FullName, container.Length, container.LastWriteTimeUtc.Ticks, 0, []) { Folder = folder };
        bool isList = ManifestReader.IsManifest(container.FullName);
        using (var files = new UnpackedFolder(folder, container.FullName, keep: isList))
        {
            if (isList) await new Fetching(container.FullName, files, download!, () => Count(tell)).RunAsync(cancellationToken);
            else await FillAsync(container.FullName, files, tell, cancellationToken);
            state = state with { Images = files.Images, Skipped = files.Skipped };
        }

        state.Save();
        return state;
    }

    private async Task FillAsync(string container, UnpackedFolder files, Action tell, CancellationToken cancellationToken)
    {
        await using var stream = Open(container);
        try
        {
            if (ContainerFile.FormatOf(container) is { } format) await UnpackArchiveAsync(stream, format, files, tell, cancellationToken);
            else await UnpackTableAsync(stream, Path.GetDirectoryName(container)!, files, tell, cancellationToken);
        }
        catch (ArchiveException failure)
        {
            throw new InputException(InputException.BrokenArchive, $"'{container}': {failure.Message}", failure);
        }
    }

    private async Task UnpackArchiveAsync(Stream stream, ArchiveFormat format, UnpackedFolder files, Action tell, CancellationToken cancellationToken)
    {
        using var taken = new SpooledSet();
        var (samples, stored) = (new TarSamples(), new Dictionary<string, UnpackedImage>(StringComparer.Ordinal));
        await foreach (var entry in ArchiveReader.ReadAsync(stream, format, limits, new(compose, taken), cancellationToken))
        {
            Settle(samples.Add(entry), stored, files);
            if (entry.Content is { } content) stored.Add(entry.Name, await files.StoreAsync(entry.Name, content, cancellationToken));
            Count(tell);
        }

        Settle(samples.Close(), stored, files);
    }

    private static void Settle(IReadOnlyList<SampleFile> settled, Dictionary<string, UnpackedImage> stored, UnpackedFolder files)
    {
        foreach (var file in settled)
        {
            if (!file.IsImage || !stored.Remove(file.Name, out var image)) files.Skip(file.Name, file.Reason!);
            else if (file.Reason is { } reason) files.Drop(image, reason);
            else files.List(image with { Metadata = file.Metadata });
        }
    }

    private async Task UnpackTableAsync(Stream stream, string folder, UnpackedFolder files, Action tell, CancellationToken cancellationToken)
    {
        using var taken = new SpooledSet();
        var table = new TableImages(stream, folder, limits, new(compose, taken));
        await foreach (var row in table.ReadAsync(cancellationToken))
        {
            if (row.Content is { } content) files.List(await files.StoreAsync(row.Name, content, cancellationToken) with { Metadata = row.Metadata });
            else if (row.File is { } file) files.List(new(row.Name, file) { Metadata = row.Metadata });
            else files.Skip(row.Name, row.Reason ?? SkipReasons.NotFound);
            Count(tell);
        }

        foreach (string column in table.Unread) files.Skip($"column {column}", SkipReasons.UnknownPacking);
    }

    private void Count(Action tell)
    {
        lock (_gate)
        {
            if (++_images % Told == 0) tell();
        }
    }

    private static FileStream Open(string container)
    {
        try
        {
            return new(container, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(InputException.Unreadable, $"'{container}' cannot be read; check its permissions.", failure);
        }
    }
}

/// <summary>How far unpacking is.</summary>
/// <param name="Done">Containers that are unpacked.</param> <param name="Total">Containers.</param> <param name="Files">Files that were looked at.</param>
public readonly record struct UnpackProgress(int Done, int Total, long Files);
