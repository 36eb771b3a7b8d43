using System.Text;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>Ids of what callers start without naming it: the header <c>Idempotency-Key</c> decides the id; without one, each is new.</summary>
internal static class IdempotentIds
{
    private const string Header = "Idempotency-Key";
    private const int Letters = 32;

    public static string Of(HttpRequest request, string kind) => request.Headers[Header].ToString() is { Length: > 0 } key
        ? $"{kind}-{ContentBlobExtensions.HashOf(Encoding.UTF8.GetBytes(key))[..Letters]}"
        : $"{kind}-{Guid.CreateVersion7():N}";
}
