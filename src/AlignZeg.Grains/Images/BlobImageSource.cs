using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Images;

/// <summary>Images in the platform's own storage, <c>blob:NAME</c>: what a client without a shared disk has uploaded.</summary>
internal sealed class BlobImageSource(IBlobStore blobs, ImageDecoder decoder) : IImageSource
{
    /// <inheritdoc/>
    public string Scheme => BlobSource.Scheme;

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken = default)
    {
        var blob = await blobs.ReadAsync(source[(BlobSource.Scheme.Length + 1)..], cancellationToken)
            ?? throw new ImageRejectedException("not_found", $"The image '{name}' is gone from the storage; upload it again.");
        try
        {
            decoder.CheckLength(blob.Content.LongLength, name);
            return blob.Content;
        }
        catch (ImageRefusedException exception)
        {
            throw exception.ToRejection();
        }
    }
}
