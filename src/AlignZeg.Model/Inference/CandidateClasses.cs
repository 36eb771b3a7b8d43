namespace AlignZeg.Model.Inference;

/// <summary>
/// The classes that can win a pixel at all, so that a thousand classes cost about as much as the few that are in the picture. Ours, exact: masks are never negative,
/// S_c(x) = Σ_i p_i(c)·m_i(x), and the best of a set K is at least its mean. So a class c with p_i(c) ≤ mean over d in K of p_i(d) for every proposal i is nowhere
/// better than the best of K, whatever the masks are.
/// </summary>
internal static class CandidateClasses
{
    private const int Least = 64; // classes up to which looking for candidates costs more than it saves
    private const int Rounds = 16;

    /// <summary>The classes that a map has to look at.</summary>
    /// <param name="rivals">p, [N, C], may be negative.</param> <param name="abstention">Whether the second-best class counts too; null = no.</param>
    /// <returns>Indices, ascending, 64-bit, [K]; null = all.</returns>
    public static Tensor? Among(Tensor rivals, Abstention? abstention) =>
        rivals.size(1) <= Least ? null : abstention?.HasMargins == true ? OfTwo(rivals) : Of(rivals);

    /// <summary>The smallest such set that a few rounds find: first the best class of every proposal, then whatever still beats the mean somewhere.</summary>
    /// <param name="scores">p, [N, C], may be negative.</param>
    /// <returns>Indices, ascending, 64-bit, [K]; all classes where no smaller set was found.</returns>
    public static Tensor Of(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var inside = zeros(scores.size(1), dtype: ScalarType.Bool, device: scores.device);                     // [C]
        inside.index_fill_(0, scores.argmax(1).unique().output, true);
        for (int round = 0; round < Rounds; round++)
        {
            var candidates = inside.nonzero().squeeze(1);                                                        // [K]
            var mean = scores.index_select(1, candidates).mean([1], keepdim: true);                              // [N, 1]
            var better = (scores > mean).any(0) & inside.logical_not();                                          // [C]
            if (!better.any().item<bool>()) return candidates.MoveToOuterDisposeScope();
            inside = inside | better;
        }

        return arange(scores.size(1), device: scores.device).MoveToOuterDisposeScope();
    }

    /// <summary>The classes that can be best or second-best at a pixel: those of <see cref="Of"/>, and those that can be best among the rest.</summary>
    /// <param name="scores">p, [N, C], may be negative.</param>
    /// <returns>Indices, ascending, 64-bit, [K].</returns>
    public static Tensor OfTwo(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var best = Of(scores);                                                                                   // [K1]
        var rest = ones(scores.size(1), dtype: ScalarType.Bool, device: scores.device).index_fill_(0, best, false).nonzero().squeeze(1); // [C - K1]
        if (rest.size(0) == 0) return best.MoveToOuterDisposeScope();
        var next = rest.index_select(0, Of(scores.index_select(1, rest)));                                       // [K2]
        return cat([best, next], 0).sort(0).Values.MoveToOuterDisposeScope();
    }
}
