using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Archives;

/// <summary>Reads a file that may be an image, and no more of it than is needed to know.</summary>
public static class ImageIntake
{
    private const int HeadBytes = 32, PieceBytes = 64 << 10;

    /// <summary>All bytes of an image, or why it is none. What is no image is read for its first bytes only; what is too large, up to the limit.</summary>
    /// <param name="content">The file; whatever length was announced is not believed.</param>
    /// <param name="maxBytes">Largest image, in bytes.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<(byte[]? Content, string? Reason)> ReadAsync(Stream content, int maxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var head = new byte[HeadBytes];
        int length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0) return (null, SkipReasons.Empty);
        if (ImageSignature.FormatOf(head.AsSpan(0, length)) == ImageFormat.Unknown) return (null, SkipReasons.NotAnImage);
        using var image = new MemoryStream();
        image.Write(head, 0, length);
        return await FillAsync(image, content, maxBytes, cancellationToken) ? (image.ToArray(), null) : (null, SkipReasons.TooManyBytes);
    }

    private static async Task<bool> FillAsync(MemoryStream image, Stream content, int maxBytes, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        while (await content.ReadAsync(piece, cancellationToken) is var length and > 0)
        {
            if (image.Length + length > maxBytes) return false;
            image.Write(piece, 0, length);
        }

        return image.Length <= maxBytes;
    }
}
