using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>Bodies that are read whole, or looked at before they are read.</summary>
internal static class Bodies
{
    /// <summary>All bytes; the server's limit for the route holds.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
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

    /// <summary>413: more than the route, or this kind of body, may have.</summary>
    public static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
