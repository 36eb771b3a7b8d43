namespace AlignZeg.Server.Endpoints;

/// <summary>Names, and where the next page begins.</summary>
/// <param name="Names">In ordinal order.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record NamePage(IReadOnlyList<string> Names, string? Next)
{
    private const int DefaultLimit = 100, MaxLimit = 1_000;

    /// <summary>The page of names after a name.</summary>
    /// <param name="all">In ordinal order.</param> <param name="after">null = from the first.</param> <param name="limit">Null = 100; at most 1,000.</param>
    public static async Task<NamePage> OfAsync(IAsyncEnumerable<string> all, string? after, int? limit)
    {
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var names = new List<string>();
        await foreach (string name in all)
        {
            if (after is not null && string.CompareOrdinal(name, after) <= 0) continue;
            if (names.Count == most) return new(names, names[^1]);
            names.Add(name);
        }

        return new(names, null);
    }
}
