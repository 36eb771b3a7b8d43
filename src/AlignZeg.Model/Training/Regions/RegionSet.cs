namespace AlignZeg.Model.Training.Regions;

/// <summary>Embeddings of regions of pictures as the frozen CLIP gives them, with what the regions are.</summary>
/// <param name="Dimension">D.</param> <param name="Embeddings">e0, [N, D] row-major, L2-normalised.</param>
/// <param name="Labels">[N]: 0 background, i + 1 class i, <see cref="Unlabelled"/> an object whose class is not told.</param>
public sealed record RegionSet(int Dimension, float[] Embeddings, int[] Labels)
{
    /// <summary>The label of an object of a class that training may not know.</summary>
    public const int Unlabelled = -1;

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>The set as the inductive rule allows: classes with masks are renumbered without gaps, the others are only known to be no background.</summary>
    /// <param name="labelled">Per class whether its masks may be trained on.</param>
    public RegionSet Under(IReadOnlyList<bool> labelled)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        int next = 1;
        int[] map = [0, .. labelled.Select(known => known ? next++ : Unlabelled)];
        return this with { Labels = Array.ConvertAll(Labels, label => label == Unlabelled ? Unlabelled : map[label]) };
    }

    /// <summary>The regions from one place to before another.</summary>
    public RegionSet Rows(int from, int to) => new(Dimension, Embeddings[(from * Dimension)..(to * Dimension)], Labels[from..to]);

    /// <summary>The regions with a label that passes.</summary>
    public RegionSet Where(Func<int, bool> keep)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => keep(Labels[row]))];
        var embeddings = new float[rows.Length * Dimension];
        foreach (var (to, row) in rows.Index()) Array.Copy(Embeddings, row * Dimension, embeddings, to * Dimension, Dimension);
        return new(Dimension, embeddings, Array.ConvertAll(rows, row => Labels[row]));
    }
}
