using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Which classes there are to choose from, and which are S and which U.</summary>
/// <param name="Names">Of all classes of the world.</param> <param name="Ids">Label ids to choose from.</param> <param name="Counted">Per class whether its pixels count.</param> <param name="Split">S and U among the ids.</param>
internal sealed record NetworkJudge(IReadOnlyList<string> Names, int[] Ids, IReadOnlyList<bool> Counted, ClassSplit Split)
{
    /// <summary>For figures: all classes.</summary>
    public static NetworkJudge Of(IReadOnlyList<string> names, IReadOnlyList<bool> seen) => Of(names, [.. seen.Select(_ => true)], seen);

    /// <summary>For what is picked: S are the classes that were kept, U the seen ones that were held out. Unseen classes are in no vocabulary, and their pixels are ignored.</summary>
    public static NetworkJudge OfHeldOut(IReadOnlyList<string> names, IReadOnlyList<bool> seen, IReadOnlyList<bool> kept) => Of(names, seen, kept);

    private static NetworkJudge Of(IReadOnlyList<string> names, IReadOnlyList<bool> counted, IReadOnlyList<bool> known)
    {
        int[] ids = [.. Enumerable.Range(1, names.Count).Where(id => counted[id - 1])];
        return new(names, ids, counted, new([.. ids.Where(id => known[id - 1])], [.. ids.Where(id => !known[id - 1])]));
    }
}
