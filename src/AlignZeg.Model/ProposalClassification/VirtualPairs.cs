namespace AlignZeg.Model.ProposalClassification;

/// <summary>Who is mixed with whom. Rows are those of a pool: the batch's matched proposals, then those of the queue.</summary>
/// <param name="First">Row of i, one of the batch, per pair.</param> <param name="Second">Row of j.</param>
/// <param name="FirstLabel">y_i.</param> <param name="SecondLabel">y_j, never y_i.</param> <param name="Share">λ of i, 0.2..0.8.</param>
internal sealed record VirtualPairs(long[] First, long[] Second, long[] FirstLabel, long[] SecondLabel, float[] Share)
{
    private const double LeastShare = .2, NeighbourProbability = .5;

    public int Count => First.Length;

    /// <summary>Draws at most one pair per proposal of the batch. All randomness is torch's, on the CPU: a run follows from its seed on any device.</summary>
    /// <param name="labels">Of the pool, [M].</param> <param name="batch">Rows of the pool that are the batch's own: the first ones.</param>
    /// <param name="text">T_S, [C, D]: tells which classes are neighbours.</param> <param name="options">Who, how many, and which shares.</param>
    public static VirtualPairs Draw(long[] labels, int batch, Tensor text, FeatureExpansionOptions options)
    {
        using var scope = NewDisposeScope();
        var order = randperm(batch).ToNumbers<long>();
        var chance = rand(batch, 2).ToNumbers<float>();
        var partners = new PartnerTable(labels, options.Partners == PartnerChoice.Neighbour ? text : null, options.Neighbours);
        var pairs = new List<(long First, long Second)>();
        foreach (long i in order)
        {
            bool near = options.Partners == PartnerChoice.Neighbour && chance[2 * i] < NeighbourProbability;
            var candidates = partners.Of(labels[i], near);
            if (candidates.Count > 0) pairs.Add((i, candidates[(int)(chance[2 * i + 1] * candidates.Count)]));
            if (pairs.Count == options.MostPairs) break;
        }

        return new([.. pairs.Select(p => p.First)], [.. pairs.Select(p => p.Second)],
            [.. pairs.Select(p => labels[p.First])], [.. pairs.Select(p => labels[p.Second])], Shares(pairs.Count, options));
    }

    /// <summary>norm(λ·a_i + (1-λ)·a_j).</summary>
    /// <param name="rows">The pool's rows, [M, D].</param> <returns>[V, D], L2-normalised: else a classifier could read that the mixture is shorter.</returns>
    public Tensor Mix(Tensor rows) => Mix(rows, First, Second);

    /// <summary>norm(λ·t_yi + (1-λ)·t_yj): the prototype of a virtual class (ours: one λ for both modalities keeps what CLIP has aligned).</summary>
    /// <param name="text">T_S, [C, D].</param> <returns>[V, D], L2-normalised.</returns>
    public Tensor MixPrototypes(Tensor text) => Mix(text, FirstLabel, SecondLabel);

    /// <summary>Whether pair j is of the same two classes as pair i: then it is no negative of it.</summary>
    /// <returns>[V, V], true where the unordered class pairs are equal and i is not j.</returns>
    public Tensor FalseNegatives(Device device)
    {
        var keys = Enumerable.Range(0, Count).Select(i => (Math.Min(FirstLabel[i], SecondLabel[i]), Math.Max(FirstLabel[i], SecondLabel[i]))).ToArray();
        var same = new bool[Count * Count];
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++) same[i * Count + j] = i != j && keys[i] == keys[j];
        return tensor(same, [Count, Count], device: device);
    }

    /// <summary>λ on the device of the rows, [V, 1].</summary>
    public Tensor ShareColumn(Tensor rows) => tensor(Share, [Count, 1], device: rows.device).to(rows.dtype);

    private Tensor Mix(Tensor rows, long[] first, long[] second)
    {
        using var scope = NewDisposeScope();
        var share = ShareColumn(rows);                                                                              // λ, [V, 1]
        var (a, b) = (rows.index_select(0, tensor(first, device: rows.device)), rows.index_select(0, tensor(second, device: rows.device)));
        return functional.normalize(share * a + (1 - share) * b, dim: -1).MoveToOuterDisposeScope();                // [V, D]
    }

    private static float[] Shares(int count, FeatureExpansionOptions options)
    {
        using var scope = NewDisposeScope();
        if (options.Share == ShareDistribution.Uniform) return (LeastShare + (1 - 2 * LeastShare) * rand(count)).ToNumbers<float>();
        var beta = distributions.Beta(tensor((float)options.Beta), tensor((float)options.Beta));
        var shares = new List<float>();
        while (shares.Count < count) shares.AddRange(beta.sample(count).ToNumbers<float>().Where(s => s is >= (float)LeastShare and <= (float)(1 - LeastShare)));
        return [.. shares.Take(count)];
    }
}
