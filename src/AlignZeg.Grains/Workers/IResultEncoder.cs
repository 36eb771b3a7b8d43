using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Workers;

/// <summary>Third stage of a worker.</summary>
internal interface IResultEncoder
{
    /// <summary>The result of an image, whatever became of it.</summary>
    /// <exception cref="StorageException">The outputs cannot be written.</exception>
    Task<CompletedImage> EncodeAsync(ImageInHand item, CancellationToken cancellationToken);
}
