namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// The images that a user means by folders, files, patterns and manifests: each file once, in the ordinal order of the names. Finding lists paths and nothing
/// more; lengths are asked for while <see cref="Entries"/> is enumerated.
/// </summary>
public sealed class ImageInputs
{
    private readonly List<(string Name, string Path)> _named;
    private readonly string[] _stems;

    private ImageInputs(IReadOnlyList<FoundFile> files, int leftOut, int duplicates)
    {
        _named = UniqueNames.For(files);
        _stems = OutputStems.For([.. _named.Select(n => n.Name)]);
        (LeftOut, Duplicates) = (leftOut, duplicates);
    }

    /// <summary>Number of images.</summary>
    public int Count => _named.Count;

    /// <summary>Files in folders, or matched by patterns such as <c>*</c>, that were left out because their extension is not that of an image.</summary>
    public int LeftOut { get; }

    /// <summary>How often a file was named again after the first time.</summary>
    public int Duplicates { get; }

    /// <summary>The images in order of their names; enumerable again, with the lengths of that moment.</summary>
    public IEnumerable<ImageEntry> Entries => _named.Select((n, i) => new ImageEntry(n.Name, _stems[i], n.Path, LengthOf(n.Path)));

    /// <summary>Finds the images.</summary>
    /// <param name="inputs">
    /// Folders (searched through, by <see cref="ImageExtensions"/>, hidden files and folders left out), files (always taken), patterns such as
    /// <c>photos/**/*.jpg</c>, and manifests (<c>.jsonl</c>). Relative ones start at the current folder.
    /// </param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <exception cref="InputException">An input does not exist, holds no image, or cannot be read.</exception>
    public static ImageInputs Find(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new InputException(InputException.Nothing, "No images were named; name a folder, a file, a pattern or a .jsonl manifest.");
        var (files, known, leftOut, duplicates) = (new List<FoundFile>(), new HashSet<string>(), 0, 0);
        foreach (var input in inputs)
        {
            var (found, left) = FindOne(input, cancellationToken);
            leftOut += left;
            foreach (var file in found)
            {
                if (known.Add(file.Path)) files.Add(file);
                else duplicates++;
            }
        }

        return new ImageInputs(files, leftOut, duplicates);
    }

    private static (List<FoundFile> Found, int LeftOut) FindOne(string input, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input) || input.Contains('\0'))
            throw new InputException(InputException.NotFound, "An empty path was named; name a folder, a file, a pattern or a .jsonl manifest.");
        var path = Path.GetFullPath(input);
        if (Directory.Exists(path)) return FindInFolder(Path.TrimEndingDirectorySeparator(path), cancellationToken);
        if (File.Exists(path)) return (ManifestReader.IsManifest(path) ? ManifestReader.Read(path) : [FileIn(Path.GetDirectoryName(path)!, path)], 0);
        if (GlobPattern.IsPattern(input)) return FindByPattern(input, cancellationToken);
        throw new InputException(InputException.NotFound, $"There is no folder or file '{input}'; check the path.");
    }

    private static (List<FoundFile> Found, int LeftOut) FindInFolder(string folder, CancellationToken cancellationToken)
    {
        var (found, leftOut) = (new List<FoundFile>(), 0);
        foreach (var path in FolderWalk.Files(folder, hidden: false, cancellationToken))
        {
            if (ImageExtensions.Has(path)) found.Add(FileIn(folder, path));
            else leftOut++;
        }

        return found.Count > 0
            ? (found, leftOut)
            : throw new InputException(
                InputException.EmptyFolder,
                $"The folder '{folder}' holds no image ({leftOut} other files); files ending in {ImageExtensions.Listed} are looked for, in its folders too.");
    }

    private static (List<FoundFile> Found, int LeftOut) FindByPattern(string input, CancellationToken cancellationToken)
    {
        var pattern = GlobPattern.Parse(input);
        var (found, leftOut) = (new List<FoundFile>(), 0);
        if (Directory.Exists(pattern.Root))
        {
            foreach (var path in FolderWalk.Files(pattern.Root, pattern.Hidden, cancellationToken))
            {
                if (!pattern.Matches(Path.GetRelativePath(pattern.Root, path).Replace(Path.DirectorySeparatorChar, '/'))) continue;
                if (pattern.NamesExtension || ImageExtensions.Has(path)) found.Add(FileIn(pattern.Root, path));
                else leftOut++;
            }
        }

        return found.Count > 0
            ? (found, leftOut)
            : throw new InputException(
                InputException.NoMatch, $"The pattern '{input}' matches no image; '*' stays within a folder, '**/' goes through all below.");
    }

    private static FoundFile FileIn(string folder, string path) =>
        new(SafeName.OfPath(Path.GetRelativePath(folder, path)), Path.GetFileName(folder), path);

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
