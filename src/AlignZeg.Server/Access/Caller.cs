using AlignZeg.Abstractions.Access;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Access;

/// <summary>Who makes a request: the holder of a key that was checked.</summary>
internal sealed record Caller(ApiKey Key)
{
    public string Tenant => Key.Tenant;

    /// <summary>The caller of a request; null = nobody is known.</summary>
    public static Caller? Find(HttpContext context) => context.Items.TryGetValue(typeof(Caller), out object? caller) ? (Caller?)caller : null;
}
