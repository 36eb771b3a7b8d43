using System.Collections.Concurrent;
using System.Globalization;

namespace AlignZeg.Datasets.Containers;

/// <summary>
/// Images that were fetched, each a file that is named by which image it is and by its content: the names are the only account of it, so that whatever breaks off, what is there is not fetched
/// again. Memory holds 32 bytes for each.
/// </summary>
internal sealed class FetchedFiles
{
    private const string Folder = "fetched", Partial = ".tmp";
    private readonly string _root;
    private readonly ConcurrentDictionary<UInt128, UInt128> _contents = [];
    private readonly ConcurrentDictionary<UInt128, string> _refused = [];

    /// <summary>Takes up what is there.</summary>
    public FetchedFiles(string root)
    {
        _root = root;
        Directory.CreateDirectory(Path.Combine(root, Folder));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, Folder), "*", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetFileName(file).Split('-');
            if (parts.Length == 2 && TryRead(parts[0], out var image) && TryRead(parts[1], out var content)) _contents[image] = content;
        }
    }

    /// <summary>True if it is there.</summary>
    public bool Has(UInt128 image) => _contents.ContainsKey(image);

    /// <summary>Its file below the root, with <c>/</c>; null = it was not fetched.</summary>
    public string? FileOf(UInt128 image) => _contents.TryGetValue(image, out var content) ? NameOf(image, content) : null;

    /// <summary>Why it is not there.</summary>
    public string? ReasonOf(UInt128 image) => _refused.GetValueOrDefault(image);

    /// <summary>Keeps it, as a whole or not at all.</summary>
    public async Task StoreAsync(UInt128 image, byte[] bytes, CancellationToken cancellationToken)
    {
        var content = ContentKey.Of(bytes);
        string file = Path.Combine(_root, NameOf(image, content));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file + Partial, bytes, cancellationToken);
        File.Move(file + Partial, file, overwrite: true);
        _contents[image] = content;
    }

    /// <summary>Notes that it cannot be had.</summary>
    public void Refuse(UInt128 image, string reason) => _refused[image] = reason;

    private static string NameOf(UInt128 image, UInt128 content) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{(int)(image >> 116):x3}/{image:x32}-{content:x32}");

    private static bool TryRead(string hex, out UInt128 value) => UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && hex.Length == 32;
}
