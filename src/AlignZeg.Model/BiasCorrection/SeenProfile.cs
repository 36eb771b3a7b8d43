namespace AlignZeg.Model.BiasCorrection;

/// <summary>How an embedding lies among the seen classes, whatever they are called. Ours (method 7.1); the energy is VOS's.</summary>
internal static class SeenProfile
{
    private const double Softening = 10; // logits of tau = 100 in tens: numbers near one for the indicator

    /// <summary>Its k largest similarities in falling order and the energy logsumexp_c(tau·cos_c), all in tens of logits. Fewer classes than k: the last one is repeated.</summary>
    /// <param name="features">f, [.., D], L2-normalised.</param> <param name="seen">T_S, [Cs, D].</param> <param name="temperature">tau.</param> <param name="size">k.</param>
    /// <returns>[.., k+1]; the order of classes makes no difference.</returns>
    public static Tensor Of(Tensor features, Tensor seen, Tensor temperature, int size)
    {
        using var scope = NewDisposeScope();
        var logits = temperature * Products.Of(features, seen.mT);                                              // [.., Cs]
        int known = (int)Math.Min(size, seen.size(0));
        var (largest, _) = logits.topk(known, dim: -1, largest: true, sorted: true);                            // [.., min(k, Cs)]
        var energy = logits.logsumexp(-1, keepdim: true);                                                       // [.., 1]
        var repeated = Enumerable.Repeat(largest.narrow(-1, known - 1, 1), size - known);
        return (cat([largest, .. repeated, energy], -1) / Softening).MoveToOuterDisposeScope();                 // [.., k+1]
    }

    /// <summary>1 - max_c cos(f, t_c), within 0..1.</summary>
    /// <param name="features">f, [.., D], L2-normalised.</param> <param name="seen">T_S, [Cs, D].</param> <returns>[..].</returns>
    public static Tensor Distance(Tensor features, Tensor seen)
    {
        using var scope = NewDisposeScope();
        return (1 - Products.Of(features, seen.mT).amax([-1])).clamp(0, 1).MoveToOuterDisposeScope();
    }
}
