using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>Bodies that are read whole, or looked at before they are read.</summary>
internal static class Bodies
{
    private const int PieceBytes = 64 << 10;

    /// <summary>All bytes; the server's limit for the route holds.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>All bytes of a body that may be no larger than this, on a route that takes larger ones of other kinds; also of one that was packed.</summary>
    /// <exception cref="BadHttpRequestException">It is larger: 413, before it is read where its length is announced.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) throw TooLarge();
        using var buffer = new MemoryStream();
        var piece = new byte[PieceBytes];
        while (await request.Body.ReadAsync(piece, cancellationToken) is var length and > 0)
        {
            if (buffer.Length + length > maxBytes) throw TooLarge();
            buffer.Write(piece, 0, length);
        }

        return buffer.ToArray();
    }

    /// <summary>The first bytes, at most so many, and a stream that has all of them.</summary>
    public static async Task<(byte[] Head, Stream Body)> PeekAsync(Stream body, int bytes, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(body, new(leaveOpen: true));
        var first = await pipe.ReadAtLeastAsync(bytes, cancellationToken);
        byte[] head = first.Buffer.Slice(0, Math.Min(bytes, first.Buffer.Length)).ToArray();
        pipe.AdvanceTo(first.Buffer.Start);
        return (head, pipe.AsStream());
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
