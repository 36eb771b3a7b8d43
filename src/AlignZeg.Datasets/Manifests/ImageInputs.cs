using System.Collections;
using System.Globalization;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// The images that a user means by folders, files, patterns, manifests, archives and tables: each file once, unless lines of manifests give it several ids, in the ordinal order of the names. Finding lists paths and nothing
/// more; lengths are asked for while <see cref="Entries"/> is enumerated. Names and paths are in files without names that end with it, or once nobody refers to it: memory does not grow with the number of images.
/// </summary>
public sealed class ImageInputs : IDisposable
{
    private static readonly IReadOnlyDictionary<string, UnpackedInput> Closed = new Dictionary<string, UnpackedInput>();
    private readonly FoundList _files;

    private ImageInputs(FoundList files, int leftOut, int duplicates) => (_files, LeftOut, Duplicates, Entries) = (files, leftOut, duplicates, new EntryList(files));

    /// <summary>Number of images.</summary>
    public int Count => _files.Count;

    /// <summary>Files in folders, or matched by patterns such as <c>*</c>, that were left out because their extension is not that of an image.</summary>
    public int LeftOut { get; }

    /// <summary>How often a file was named again after the first time, by no other id.</summary>
    public int Duplicates { get; }

    /// <summary>The archives, tables and folders far away among the inputs, in the order they were named.</summary>
    public IReadOnlyList<UnpackedInput> Unpacked { get; private init; } = [];

    /// <summary>Files of archives and tables that are not taken, by reason.</summary>
    public IReadOnlyList<SkippedFiles> Skipped => SkippedFiles.Sum(Unpacked.SelectMany(one => one.Skipped));

    /// <summary>The images in order of their names. Each is made when it is asked for, with the length of that moment, and kept nowhere: a copy of the list takes twice its memory.</summary>
    public IReadOnlyList<ImageEntry> Entries { get; }

    /// <summary>Where an image came from.</summary>
    /// <param name="index">Its position among the <see cref="Entries"/>.</param>
    public ImageOrigin OriginOf(int index)
    {
        var (name, _, file) = _files[index];
        return new(file.Container, file.Container is null ? null : file.Name, file.Metadata) { Original = file.OriginalAs(name) };
    }

    /// <summary>
    /// Finds the images, in archives and tables too (<see cref="ContainerFile"/>): files, or matched by patterns that end like them. In folders they are left out. Those of manifests may be addresses,
    /// and inputs may be addresses of folders far away (<see cref="IRemoteFolder"/>), which are listed every time.
    /// </summary>
    /// <param name="inputs">As for <see cref="Find(IReadOnlyList{string}, CancellationToken)"/>, and archives and tables.</param>
    /// <param name="unpacking">Unpacks them.</param>
    /// <param name="cancellationToken">Ends it between images.</param>
    /// <exception cref="InputException">An input does not exist, holds no image, is damaged, or cannot be read.</exception>
    public static async Task<ImageInputs> FindAsync(IReadOnlyList<string> inputs, Unpacking unpacking, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(unpacking);
        string[] containers = [.. inputs.SelectMany(input => ContainersOf(input, unpacking, cancellationToken)).DistinctBy(ImageAddress.Shown)];
        var unpacked = await unpacking.RunAsync(containers, cancellationToken);
        return Find(inputs, unpacked.ToDictionary(one => one.Container), cancellationToken);
    }

    /// <summary>Finds the images, of which none is in an archive or table.</summary>
    /// <param name="inputs">
    /// Folders (searched through, by <see cref="ImageExtensions"/>, hidden files and folders left out), files (always taken), patterns such as
    /// <c>photos/**/*.jpg</c>, and manifests (<c>.jsonl</c>). Relative ones start at the current folder.
    /// </param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <exception cref="InputException">An input does not exist, holds no image, or cannot be read.</exception>
    public static ImageInputs Find(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) => Find(inputs, Closed, cancellationToken);

    private static ImageInputs Find(IReadOnlyList<string> inputs, IReadOnlyDictionary<string, UnpackedInput> unpacked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new InputException(InputException.Nothing, "No images were named; name a folder, a file, a pattern, an archive or a .jsonl manifest.");
        using var known = new SpooledSet();
        var (files, leftOut, duplicates) = (new FoundList(), 0, 0);
        foreach (var input in inputs) leftOut += FindOne(input, unpacked, Take, cancellationToken);

        files.Settle();
        return new ImageInputs(files, leftOut, duplicates) { Unpacked = [.. unpacked.Values] };

        void Take(FoundFile file)
        {
            if (known.Add(file.IsNamed ? $"{file.Path}\0{file.Name}" : file.Path)) files.Add(file);
            else duplicates++;
        }
    }

    /// <summary>The files of one input.</summary>
    /// <returns>How many others were left out.</returns>
    private static int FindOne(string input, IReadOnlyDictionary<string, UnpackedInput> unpacked, Action<FoundFile> take, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input) || input.Contains('\0'))
            throw new InputException(InputException.NotFound, "An empty path was named; name a folder, a file, a pattern, an archive or a .jsonl manifest.");
        if (ImageAddress.Is(input)) return FindFetched(ImageAddress.Shown(input), unpacked, take);
        var path = Path.GetFullPath(input);
        if (Directory.Exists(path)) return FindInFolder(Path.TrimEndingDirectorySeparator(path), take, cancellationToken);
        if (File.Exists(path)) return FindInFile(path, unpacked, take);
        if (GlobPattern.IsPattern(input)) return FindByPattern(input, unpacked, take, cancellationToken);
        throw new InputException(InputException.NotFound, $"There is no folder or file '{input}'; check the path.");
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private static IEnumerable<string> ContainersOf(string input, Unpacking unpacking, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input) || input.Contains('\0')) return [];
        if (ImageAddress.Is(input)) return [input];
        string path = Path.GetFullPath(input);
        if (!ContainerFile.Is(input)) return File.Exists(path) && unpacking.Fetches(path) ? [path] : [];
        if (Directory.Exists(path)) return [];
        if (File.Exists(path)) return [path];
        return GlobPattern.IsPattern(input) ? Matches(GlobPattern.Parse(input), cancellationToken).Where(ContainerFile.Is).Order(StringComparer.Ordinal) : [];
    }

    private static int FindFetched(string address, IReadOnlyDictionary<string, UnpackedInput> unpacked, Action<FoundFile> take)
    {
        if (!unpacked.TryGetValue(address, out var folder))
            throw new InputException(InputException.NotFound, $"'{address}' is an address, and nothing is fetched here; download the images and name their folder.");
        foreach (var file in ManifestReader.Read(folder)) take(file);
        return folder.LeftOut;
    }

    private static int FindInFile(string path, IReadOnlyDictionary<string, UnpackedInput> unpacked, Action<FoundFile> take)
    {
        var files = unpacked.TryGetValue(path, out var container) ? ManifestReader.Read(container)
            : ManifestReader.IsManifest(path) ? ManifestReader.Read(path) : [FileIn(Path.GetDirectoryName(path)!, path, Path.GetFileName(Path.GetDirectoryName(path)!))];
        foreach (var file in files) take(file);
        return 0;
    }

    private static int FindInFolder(string folder, Action<FoundFile> take, CancellationToken cancellationToken)
    {
        var (found, leftOut, container, named) = (0, 0, default(string), Path.GetFileName(folder));
        foreach (var path in FolderWalk.Files(folder, hidden: false, cancellationToken))
        {
            if (!ImageExtensions.Has(path)) leftOut++;
            else
            {
                found++;
                take(FileIn(folder, path, named));
            }

            if (found == 0 && ContainerFile.Is(path)) container = path;
        }

        var hint = container is null ? "" : $" It holds archives: name them, such as '{container}' or a pattern.";

        return found > 0
            ? leftOut
            : throw new InputException(
                InputException.EmptyFolder,
                $"The folder '{folder}' holds no image ({leftOut} other files); files ending in {ImageExtensions.Listed} are looked for, in its folders too.{hint}");
    }

    private static int FindByPattern(string input, IReadOnlyDictionary<string, UnpackedInput> unpacked, Action<FoundFile> take, CancellationToken cancellationToken)
    {
        var pattern = GlobPattern.Parse(input);
        var (found, leftOut, named) = (0, 0, Path.GetFileName(pattern.Root));
        foreach (var path in Matches(pattern, cancellationToken))
        {
            if (unpacked.TryGetValue(path, out var container)) found += FindInFile(path, unpacked, take) + (int)container.Images;
            else if (!pattern.NamesExtension && !ImageExtensions.Has(path)) leftOut++;
            else
            {
                found++;
                take(FileIn(pattern.Root, path, named));
            }
        }

        return found > 0
            ? leftOut
            : throw new InputException(
                InputException.NoMatch, $"The pattern '{input}' matches no image; '*' stays within a folder, '**/' goes through all below.");
    }

    private static IEnumerable<string> Matches(GlobPattern pattern, CancellationToken cancellationToken) => !Directory.Exists(pattern.Root) ? []
        : FolderWalk.Files(pattern.Root, pattern.Hidden, cancellationToken).Where(path => pattern.Matches(Path.GetRelativePath(pattern.Root, path).Replace(Path.DirectorySeparatorChar, '/')));

    private static FoundFile FileIn(string folder, string path, string named) => FoundFile.At(Path.GetRelativePath(folder, path), path) with { Folder = named };

    private sealed class EntryList(FoundList files) : IReadOnlyList<ImageEntry>
    {
        public int Count => files.Count;

        public ImageEntry this[int index]
        {
            get
            {
                var (name, stem, found) = files[index];
                var file = new FileInfo(found.Path);
                var version = found.IsUnpacked ? UnpackedFolder.ContentOf(file.FullName) : file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);
                return new(name, stem, file.FullName, file.Exists ? file.Length : 0, version) { Original = found.OriginalAs(name) };
            }
        }

        public IEnumerator<ImageEntry> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
