namespace AlignZeg.Model.Training.Regions;

/// <summary>Regions that tell how well classes are recognised that were not trained on, none of them an unseen one: a quarter of the seen classes is held out.</summary>
/// <param name="Training">Objects of held-out classes are in it as unseen ones are in every training, their labels hidden.</param>
/// <param name="Judging">Of other pictures, with the labels of all seen classes; objects alone.</param> <param name="Kept">Per seen class whether it is trained on.</param>
public sealed record HeldOutRegions(RegionSet Training, RegionSet Judging, IReadOnlyList<bool> Kept)
{
    private const int JudgedShare = 5;

    /// <summary>Of regions that do not depend on what is labelled, in the order of their pictures: the last fifth judges.</summary>
    /// <param name="regions">As the inductive rule allows: 0 background, i + 1 labelled class i.</param> <param name="classes">Number of labelled classes, at least two.</param>
    public static HeldOutRegions Of(RegionSet regions, int classes)
    {
        ArgumentNullException.ThrowIfNull(regions);
        int trained = regions.Count - Judged(regions.Count);
        return new(regions.Rows(0, trained), Objects(regions.Rows(trained, regions.Count)), KeptOf(classes));
    }

    /// <summary>How many of a number of regions or pictures judge.</summary>
    internal static int Judged(int count) => count / JudgedShare;

    /// <summary>Which classes are kept.</summary>
    internal static IReadOnlyList<bool> KeptOf(int classes) => SupervisionOptions.WithoutAQuarter(classes).Apply([.. Enumerable.Repeat(true, classes)]);

    /// <summary>What is of a class.</summary>
    internal static RegionSet Objects(RegionSet regions) => regions.Where(label => label > 0);
}
