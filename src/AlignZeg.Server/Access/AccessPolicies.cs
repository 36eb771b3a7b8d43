using System.Security.Claims;
using AlignZeg.Abstractions.Access;
using Microsoft.AspNetCore.Authentication;

namespace AlignZeg.Server.Access;

/// <summary>Names of policies and claims: one of each per scope.</summary>
internal static class AccessPolicies
{
    public const string Claim = "scope";

    public static readonly IReadOnlyList<AccessScopes> Scopes = [AccessScopes.Read, AccessScopes.Label, AccessScopes.Admin];

    public static string Of(AccessScopes scope) => scope.ToString().ToLowerInvariant();

    /// <summary>The scopes that follow: who may label may read, who administers may both.</summary>
    public static IEnumerable<AccessScopes> Expand(AccessScopes granted)
    {
        if (granted.HasFlag(AccessScopes.Admin)) granted |= AccessScopes.Label;
        if (granted.HasFlag(AccessScopes.Label)) granted |= AccessScopes.Read;
        return Scopes.Where(scope => granted.HasFlag(scope));
    }

    /// <summary>What a caller who was granted scopes is, to those who check policies.</summary>
    public static AuthenticateResult Admit(AccessScopes granted, string scheme)
    {
        var claims = Expand(granted).Select(scope => new System.Security.Claims.Claim(Claim, Of(scope)));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), scheme));
    }
}
