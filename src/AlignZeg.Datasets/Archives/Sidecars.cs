namespace AlignZeg.Datasets.Archives;

/// <summary>
/// How WebDataset ties files together: what comes before the first dot of a file's name, with its folder, is the key of its sample; the rest says what the
/// file is (https://github.com/webdataset/webdataset, FAQ "file format"). Files of a sample follow each other.
/// </summary>
internal static class Sidecars
{
    private const int PieceBytes = 16 << 10;
    private static readonly string[] Kinds = ["json", "cls", "txt"];

    /// <summary>Key and kind of a file: <c>a/0001.seg.png</c> → <c>a/0001</c>, <c>seg.png</c>.</summary>
    public static (string Key, string Kind) Split(string name)
    {
        int dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    /// <summary>Most bytes of the file, if it describes images, by its name; 0 = it does not, or nobody asks.</summary>
    public static int Limit(string name, ArchiveLimits limits) => MetadataList.Is(name) ? limits.MaxListBytes : Is(name) ? limits.MaxSidecarBytes : 0;

    /// <summary>Reads a file that describes images.</summary>
    /// <param name="name">What it is called.</param> <param name="length">As announced.</param> <param name="content">The file.</param> <param name="maxBytes">Most bytes of it.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">It is shorter or longer than announced.</exception>
    public static async Task<ArchiveEntry> ReadAsync(string name, long length, Stream content, int maxBytes, CancellationToken cancellationToken)
    {
        if (length > maxBytes) return new(name, null, SkipReasons.TooManyBytes);
        using var bytes = new MemoryStream(); // grows with what comes: what was announced is not believed
        var piece = new byte[PieceBytes];
        for (int read; bytes.Length <= length && (read = await content.ReadAsync(piece, cancellationToken)) > 0;) bytes.Write(piece, 0, read);
        return bytes.Length == length ? new(name, null, null) { Sidecar = bytes.ToArray() } : throw new InvalidDataException("its length is not what was announced");
    }

    /// <summary>True if the file describes an image, by its kind.</summary>
    public static bool Is(string name) => Array.Exists(Kinds, kind => kind.Equals(Split(name).Kind, StringComparison.OrdinalIgnoreCase));
}
