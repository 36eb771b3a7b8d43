using System.Runtime.CompilerServices;

namespace AlignZeg.Client.Transport;

/// <summary>Lists that come in pages, as one.</summary>
internal static class Pages
{
    /// <summary>Reads page by page, each when it is needed.</summary>
    /// <param name="readAsync">The page after a place; null = the first.</param> <param name="items">Of a page.</param> <param name="next">The place behind a page; null = it is the last.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <typeparam name="TPage">A page.</typeparam> <typeparam name="TItem">What it holds.</typeparam> <typeparam name="TPlace">Has null: a text, or a number that may be missing.</typeparam>
    public static async IAsyncEnumerable<TItem> AllAsync<TPage, TItem, TPlace>(
        Func<TPlace?, CancellationToken, Task<TPage>> readAsync, Func<TPage, IReadOnlyList<TItem>> items, Func<TPage, TPlace?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (TPlace? after = default; ;)
        {
            var page = await readAsync(after, cancellationToken);
            foreach (var item in items(page)) yield return item;
            if ((after = next(page)) is null) yield break;
        }
    }
}
