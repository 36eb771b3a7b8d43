using AlignZeg.Abstractions.Access;

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
}
