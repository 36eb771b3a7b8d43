using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>Bodies that are read whole.</summary>
internal static class Bodies
{
    /// <summary>All bytes; the server's limit for the route holds.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
