using System.Text;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.NullWork;

/// <summary>Takes every image for a picture of one pixel, with a hash of its own, without reading it.</summary>
internal sealed class NullImageReader : IImageReader
{
    private static readonly SegmenterInput OnePixel = new([], new(1, 1), 1, 1);

    public async Task ReadAsync(ImageInHand item, PixelGate gate, CancellationToken cancellationToken)
    {
        (item.Bytes, item.Sha256) = (0, ContentBlobExtensions.HashOf(Encoding.UTF8.GetBytes(item.Image.Name)));
        await gate.EnterAsync(item.PixelsHeld = 1);
        item.Input = OnePixel;
    }
}
