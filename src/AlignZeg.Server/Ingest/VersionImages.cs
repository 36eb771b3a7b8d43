using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Splits;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Ingest;

/// <summary>The images of a version of a dataset by name and content, shard by shard; one shard is in memory.</summary>
internal sealed class VersionImages(DatasetKey dataset, DatasetVersion version, IBlobStore blobs)
{
    /// <summary>See <see cref="NamedContents"/>.</summary>
    /// <exception cref="InvalidDatasetException">The names are not in order: the version was not made by this API.</exception>
    /// <exception cref="StorageException">The manifest of a shard is gone.</exception>
    public async IAsyncEnumerable<NamedContent> ReadAsync(int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string last = "";
        for (var (shard, skip) = Math.DivRem(first, version.ShardSize); shard < version.Shards(); shard++, skip = 0)
        {
            foreach (var image in (await blobs.ReadShardAsync(dataset, version, shard, cancellationToken)).Skip(skip))
            {
                if (string.CompareOrdinal(last, image.Name) >= 0)
                    throw new InvalidDatasetException($"Version {version.Number} of the dataset '{dataset.Name}' does not have its images in the order of their names, at '{image.Name}'; upload it again.");
                yield return new(last = image.Name, ContentOf(image));
            }
        }
    }

    // Images are stored under the hash of their bytes: what has another source has other bytes.
    private static UInt128 ContentOf(DatasetImage image) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(image.Source)));
}
