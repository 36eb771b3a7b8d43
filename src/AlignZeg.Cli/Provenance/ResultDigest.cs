using System.Security.Cryptography;
using System.Text;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Provenance;

/// <summary>Hashes over a job's images and label maps, record by record in the order of <c>results.jsonl</c>.</summary>
/// <param name="root">The output folder.</param>
internal sealed class ResultDigest(string root) : IDisposable
{
    private readonly IncrementalHash _images = IncrementalHash.CreateHash(HashAlgorithmName.SHA256), _outputs = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _count, _maps;

    /// <summary>Adds an image, and reads its label map.</summary>
    public void Add(ImageRecord record)
    {
        _count++;
        if (record.IsOk) _maps++;
        Append(_images, record.Name, record.Sha256 ?? "-");
        Append(_outputs, record.Name, record.IsOk ? HashOf(record.Mask) : record.Reason ?? "-");
    }

    /// <summary>The images so far.</summary>
    public HashedCount Images() => new(_count, Convert.ToHexStringLower(_images.GetCurrentHash()));

    /// <summary>The label maps so far.</summary>
    public HashedCount Outputs() => new(_maps, Convert.ToHexStringLower(_outputs.GetCurrentHash()));

    public void Dispose()
    {
        _images.Dispose();
        _outputs.Dispose();
    }

    private string HashOf(string? mask)
    {
        var path = Path.Combine(root, mask ?? "");
        if (!File.Exists(path)) return "gone";
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void Append(IncrementalHash hash, string name, string value) => hash.AppendData(Encoding.UTF8.GetBytes($"{name}\t{value}\n"));
}
