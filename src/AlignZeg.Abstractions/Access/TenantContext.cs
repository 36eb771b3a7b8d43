namespace AlignZeg.Abstractions.Access;

/// <summary>
/// The tenant on whose behalf grain calls are made: set by the HTTP API, travels with the calls, checked on arrival. Calls without one are the platform's own.
/// </summary>
public static class TenantContext
{
    private const string Name = "alignzeg.tenant";

    /// <summary>The tenant; null = the platform itself.</summary>
    public static string? Current => RequestContext.Get(Name) as string;

    /// <summary>Calls from here on are on behalf of the tenant.</summary>
    public static void Set(string tenant) => RequestContext.Set(Name, tenant);

    /// <summary>Calls from here on are the platform's own.</summary>
    public static void Clear() => RequestContext.Remove(Name);
}
