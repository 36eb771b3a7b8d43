using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Endpoints;

/// <summary>
/// The names of what grains of a type have stored, in ordinal order, from the blobs of their state: no second list that could disagree.
/// </summary>
internal static class NameList
{
    public const int MaxLimit = 1_000;
    private const string Extension = ".json";

    /// <summary>A page of names after a name.</summary>
    /// <param name="blobs">Where state is.</param> <param name="type">The grain's type: <c>job</c>.</param> <param name="tenant">Whose; null for grains of all tenants.</param>
    public static async Task<NamePage> PageAsync(IBlobStore blobs, string type, string? tenant, string? after, int? limit, CancellationToken cancellationToken)
    {
        string prefix = tenant is null ? $"state/{type}/" : $"state/{type}/{tenant}/";
        int most = Math.Clamp(limit ?? 100, 1, MaxLimit);
        var names = new List<string>();
        await foreach (string blob in blobs.ListAsync(prefix, cancellationToken))
        {
            if (!blob.EndsWith(Extension, StringComparison.Ordinal)) continue;
            string name = blob[prefix.Length..^Extension.Length];
            if (after is not null && string.CompareOrdinal(name, after) <= 0) continue;
            if (names.Count == most) return new(names, names[^1]);
            names.Add(name);
        }

        return new(names, null);
    }
}

/// <summary>Names, and where the next page begins.</summary>
/// <param name="Names">In ordinal order.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record NamePage(IReadOnlyList<string> Names, string? Next);
