using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Grains.Workers;

/// <summary>First stage of a worker.</summary>
internal interface IImageReader
{
    /// <summary>Fills in the input, an earlier result, or why there is none. Never throws for the image's sake.</summary>
    /// <exception cref="StorageException">The storage, not the image, is in the way.</exception>
    Task ReadAsync(ImageInHand item, PixelGate gate, CancellationToken cancellationToken);
}
