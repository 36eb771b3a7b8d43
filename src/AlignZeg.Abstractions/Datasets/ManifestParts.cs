using System.Security.Cryptography;
using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>A manifest in several blobs, for datasets that nobody should hold in memory. Read one after the other they are one <see cref="DatasetManifest"/>.</summary>
/// <param name="Sha256">SHA-256 of all parts as one, lower-case hex: the same whatever the size of the parts.</param>
/// <param name="Parts">The blobs, in order, each of whole lines; at most <see cref="MostParts"/>.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.manifest-parts")]
public sealed record ManifestParts(string Sha256, IReadOnlyList<BlobRef> Parts)
{
    /// <summary>Most parts of a manifest: what a call may carry; at the usual size of parts, eight million images.</summary>
    public const int MostParts = 4000;

    /// <summary>Entries per part, where nothing else is said.</summary>
    public const int PartSize = 2000;

    /// <summary>Cuts a manifest into parts as its entries come, and has each written.</summary>
    /// <param name="images">The entries, in order; gone through once.</param>
    /// <param name="write">Stores the bytes of a part, given its number from 0; they are others when it is done.</param>
    /// <param name="partSize">Entries per part. Default: <see cref="PartSize"/>.</param>
    public static Task<ManifestParts> WriteAsync(IEnumerable<DatasetImage> images, Func<int, ReadOnlyMemory<byte>, Task<BlobRef>> write, int partSize = PartSize) => WriteAsync(images.ToAsyncEnumerable(), write, partSize);

    /// <summary>The same of entries that take their time.</summary>
    /// <param name="images">The entries, in order; gone through once.</param>
    /// <param name="write">Stores the bytes of a part, given its number from 0; they are others when it is done.</param>
    /// <param name="partSize">Entries per part. Default: <see cref="PartSize"/>.</param>
    public static async Task<ManifestParts> WriteAsync(IAsyncEnumerable<DatasetImage> images, Func<int, ReadOnlyMemory<byte>, Task<BlobRef>> write, int partSize = PartSize)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(write);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var part = new MemoryStream(); // one for all: a large array each would wait long for the collector
        var parts = new List<BlobRef>();
        await foreach (var entries in images.Chunk(partSize))
        {
            part.SetLength(0);
            DatasetManifest.Write(entries, part);
            var content = part.GetBuffer().AsMemory(0, (int)part.Length);
            hash.AppendData(content.Span);
            parts.Add(await write(parts.Count, content));
        }

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), parts);
    }
}
