using AlignZeg.Storage.GrainState;

namespace AlignZeg.Server.Endpoints;

/// <summary>
/// The names of what grains of a type have stored, in ordinal order.
/// </summary>
internal static class NameList
{
    public const int MaxLimit = 1_000;

    /// <summary>A page of names after a name.</summary>
    /// <param name="names">Of stored states.</param> <param name="type">The grain's type: <c>job</c>.</param> <param name="tenant">Whose; null for grains of all tenants.</param>
    public static async Task<NamePage> PageAsync(IGrainNames names, string type, string? tenant, string? after, int? limit, CancellationToken cancellationToken)
    {
        string prefix = tenant is null ? "" : tenant + "/";
        int most = Math.Clamp(limit ?? 100, 1, MaxLimit);
        var page = new List<string>();
        await foreach (string key in names.ListAsync(type, prefix, cancellationToken))
        {
            string name = key[prefix.Length..];
            if (after is not null && string.CompareOrdinal(name, after) <= 0) continue;
            if (page.Count == most) return new(page, page[^1]);
            page.Add(name);
        }

        return new(page, null);
    }
}

/// <summary>Names, and where the next page begins.</summary>
/// <param name="Names">In ordinal order.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record NamePage(IReadOnlyList<string> Names, string? Next);
