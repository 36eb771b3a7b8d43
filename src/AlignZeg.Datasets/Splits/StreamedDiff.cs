using System.Collections;
using System.Runtime.CompilerServices;

namespace AlignZeg.Datasets.Splits;

/// <summary>
/// <see cref="DatasetDiff"/> of versions that nobody should hold in memory. Names are read again for each list; memory holds 32 bytes for each image that lost or got its name, a bit for
/// each image, and the names of 50,000 moved images.
/// </summary>
public sealed class StreamedDiff
{
    private const int MovedAtOnce = 50_000;
    private readonly NamedContents _before, _after;
    private readonly List<(int From, int To)> _moved;
    private readonly BitArray _left, _arrived;

    private StreamedDiff(NamedContents before, NamedContents after, Totals totals)
    {
        (_before, _after, Same, Changed) = (before, after, totals.Same, totals.Changed);
        (_left, _arrived) = (new(totals.BeforeCount), new(totals.AfterCount));
        _moved = Pair(totals.Gone, totals.Come);
        (Added, Removed) = (totals.Come.Count - _moved.Count, totals.Gone.Count - _moved.Count);
        foreach (var (from, to) in _moved) _left[from] = _arrived[to] = true;
    }

    /// <summary>How many names are new, and their bytes not those of an image that lost its name.</summary>
    public int Added { get; }

    /// <summary>How many names are gone with their bytes.</summary>
    public int Removed { get; }

    /// <summary>How many names stand for other bytes.</summary>
    public int Changed { get; }

    /// <summary>How many images have another name.</summary>
    public int Moved => _moved.Count;

    /// <summary>How many images have the same name and bytes.</summary>
    public int Same { get; }

    /// <summary>Compares; each version is read once.</summary>
    /// <param name="before">As it was.</param> <param name="after">As it is.</param> <param name="cancellationToken">Stops reading.</param>
    public static async Task<StreamedDiff> OfAsync(NamedContents before, NamedContents after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var totals = new Totals();
        await foreach (var one in JoinAsync(before, after, cancellationToken).ConfigureAwait(false)) totals.Add(one);
        return new(before, after, totals);
    }

    /// <summary>The names that are new, in ordinal order.</summary>
    public IAsyncEnumerable<string> AddedAsync(CancellationToken cancellationToken = default) => NamesAsync(Added, one => one.Before is null && !_arrived[one.AfterAt], cancellationToken);

    /// <summary>The names that are gone, in ordinal order.</summary>
    public IAsyncEnumerable<string> RemovedAsync(CancellationToken cancellationToken = default) => NamesAsync(Removed, one => one.After is null && !_left[one.BeforeAt], cancellationToken);

    /// <summary>The names that stand for other bytes, in ordinal order.</summary>
    public IAsyncEnumerable<string> ChangedAsync(CancellationToken cancellationToken = default) => NamesAsync(Changed, one => one.IsChanged, cancellationToken);

    /// <summary>The images that have another name, in ordinal order of their names before.</summary>
    public async IAsyncEnumerable<MovedImage> MovedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var block in _moved.Chunk(MovedAtOnce))
        {
            int[] places = [.. block.Select(one => one.To).Order()];
            var from = await NamesAtAsync(_before, [.. block.Select(one => one.From)], cancellationToken).ConfigureAwait(false);
            var to = await NamesAtAsync(_after, places, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < block.Length; i++) yield return new(from[i], to[Array.BinarySearch(places, block[i].To)]);
        }
    }

    private async IAsyncEnumerable<string> NamesAsync(int count, Func<Joined, bool> isMeant, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (count == 0) yield break;
        await foreach (var one in JoinAsync(_before, _after, cancellationToken).ConfigureAwait(false))
            if (isMeant(one)) yield return (one.After ?? one.Before)!.Value.Name;
    }

    // Places ascend; what is before the first is not read.
    private static async Task<string[]> NamesAtAsync(NamedContents images, int[] places, CancellationToken cancellationToken)
    {
        var (names, found, at) = (new string[places.Length], 0, places[0]);
        await foreach (var image in images(at, cancellationToken).ConfigureAwait(false))
        {
            if (at++ != places[found]) continue;
            names[found++] = image.Name;
            if (found == names.Length) break;
        }

        return names;
    }

    private static async IAsyncEnumerable<Joined> JoinAsync(NamedContents before, NamedContents after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (old, now) = (before(0, cancellationToken).GetAsyncEnumerator(cancellationToken), after(0, cancellationToken).GetAsyncEnumerator(cancellationToken));
        await using var _ = old.ConfigureAwait(false);
        await using var __ = now.ConfigureAwait(false);
        var (hasOld, hasNow, oldAt, nowAt) = (await old.MoveNextAsync().ConfigureAwait(false), await now.MoveNextAsync().ConfigureAwait(false), 0, 0);
        while (hasOld || hasNow)
        {
            int order = !hasOld ? 1 : !hasNow ? -1 : string.CompareOrdinal(old.Current.Name, now.Current.Name);
            yield return new(order <= 0 ? old.Current : null, order >= 0 ? now.Current : null, oldAt, nowAt);
            if (order <= 0) (hasOld, oldAt) = (await old.MoveNextAsync().ConfigureAwait(false), oldAt + 1);
            if (order >= 0) (hasNow, nowAt) = (await now.MoveNextAsync().ConfigureAwait(false), nowAt + 1);
        }
    }

    /// <summary>The first name that lost some bytes goes to the first that got them.</summary>
    private static List<(int From, int To)> Pair(List<(UInt128 Content, int At)> gone, List<(UInt128 Content, int At)> come)
    {
        gone.Sort();
        come.Sort();
        var moved = new List<(int From, int To)>();
        for (int i = 0, j = 0; i < gone.Count && j < come.Count;)
        {
            int order = gone[i].Content.CompareTo(come[j].Content);
            if (order == 0) moved.Add((gone[i].At, come[j].At));
            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        moved.Sort();
        return moved;
    }

    /// <summary>A name of one version or of both, with its place in each.</summary>
    private readonly record struct Joined(NamedContent? Before, NamedContent? After, int BeforeAt, int AfterAt)
    {
        public bool IsChanged => Before is { } before && After is { } after && before.Content != after.Content;
    }

    private sealed class Totals
    {
        public List<(UInt128 Content, int At)> Gone { get; } = [];

        public List<(UInt128 Content, int At)> Come { get; } = [];

        public int Same { get; private set; }

        public int Changed { get; private set; }

        public int BeforeCount => Same + Changed + Gone.Count;

        public int AfterCount => Same + Changed + Come.Count;

        public void Add(Joined one)
        {
            if (one.After is not { } after) Gone.Add((one.Before!.Value.Content, one.BeforeAt));
            else if (one.Before is null) Come.Add((after.Content, one.AfterAt));
            else if (one.IsChanged) Changed++;
            else Same++;
        }
    }
}
