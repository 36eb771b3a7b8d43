using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlignZeg.Datasets.Containers;

/// <summary>
/// The folder that a container is unpacked to. Files are named by their number and content, never by what the container calls them; that is in the manifest.
/// Memory holds one image and a page of each list.
/// </summary>
internal sealed class UnpackedFolder : IDisposable
{
    private const int PerFolder = 1000, MostNamed = 5, HashLetters = 32;
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _root;
    private readonly string _container;
    private readonly StreamWriter _manifest;
    private readonly StreamWriter _skipped;
    private readonly SortedDictionary<string, (long Count, List<string> First)> _reasons = new(StringComparer.Ordinal);
    private long _files;

    /// <summary>Begins anew: what the folder held is gone.</summary>
    /// <param name="root">The folder.</param> <param name="container">What messages and lists call the container.</param> <param name="keep">True: the lists alone are gone.</param>
    public UnpackedFolder(string root, string container, bool keep = false)
    {
        if (Directory.Exists(root) && !keep) Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
        UnpackedInput.Forget(root);
        (_root, _container) = (root, container);
        _manifest = new(Path.Combine(root, UnpackedInput.ManifestName));
        _skipped = new(Path.Combine(root, UnpackedInput.SkippedName));
    }

    /// <summary>Its path.</summary>
    public string Root => _root;

    /// <summary>Images that the manifest has.</summary>
    public long Images { get; private set; }

    /// <summary>What was not taken.</summary>
    public IReadOnlyList<SkippedFiles> Skipped => [.. _reasons.Select(reason => new SkippedFiles(reason.Key, reason.Value.Count, reason.Value.First))];

    /// <summary>What names the content of an unpacked file: the same bytes, whatever container they came out of.</summary>
    public static string ContentOf(string file) => Path.GetFileName(file)[^HashLetters..];

    /// <summary>Writes an image to a file.</summary>
    public async Task<UnpackedImage> StoreAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        string folder = (_files / PerFolder).ToString("D6", CultureInfo.InvariantCulture);
        if (_files % PerFolder == 0) Directory.CreateDirectory(Path.Combine(_root, folder));
        string file = string.Create(CultureInfo.InvariantCulture, $"{folder}/{_files++:D9}-{Convert.ToHexStringLower(SHA256.HashData(content))[..HashLetters]}");
        await File.WriteAllBytesAsync(Path.Combine(_root, file), content, cancellationToken);
        return new(name, file);
    }

    /// <summary>Lists an image.</summary>
    public void List(UnpackedImage image)
    {
        Images++;
        _manifest.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object?> { ["image"] = image.File, ["id"] = image.Name, ["metadata"] = image.Metadata }, Options));
    }

    /// <summary>Takes back an image that was stored.</summary>
    public void Drop(UnpackedImage image, string reason)
    {
        File.Delete(Path.Combine(_root, image.File));
        Skip(image.Name, reason);
    }

    /// <summary>Notes a file that is not taken.</summary>
    public void Skip(string name, string reason)
    {
        _skipped.WriteLine(JsonSerializer.Serialize(new { archive = _container, name, reason }, Options));
        var (count, first) = _reasons.GetValueOrDefault(reason, (0, []));
        if (first.Count < MostNamed) first.Add(name);
        _reasons[reason] = (count + 1, first);
    }

    /// <summary>Closes the lists.</summary>
    public void Dispose()
    {
        _manifest.Dispose();
        _skipped.Dispose();
    }
}
