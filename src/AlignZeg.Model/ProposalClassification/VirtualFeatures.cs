namespace AlignZeg.Model.ProposalClassification;

/// <summary>
/// Feature expansion (FES), soft form: mixtures of two proposal embeddings of different seen classes, to be recognised as that mixture of their labels.
/// Source: AlignZeg's FES [sec] as manifold mixup; mixing the adapter's input with soft targets is ours, because it was the form that helped (embedded-world study 2).
/// </summary>
internal static class VirtualFeatures
{
    private const double LeastShare = .2;

    /// <summary>L_vir = -λ·log p(y_i | f~) - (1-λ)·log p(y_j | f~) with f~ = adapter(norm(λ·e_i + (1-λ)·e_j)), λ ~ U(0.2, 0.8), p over seen classes and background.</summary>
    /// <param name="embeddings">e of matched proposals, [V, D]; no gradient flows into them.</param> <param name="labels">[V].</param>
    /// <param name="logits">f to logits, [V, D] to [V, C+K].</param> <param name="adapt">e to f.</param>
    /// <returns>A scalar; 0 where no two labels differ.</returns>
    public static Tensor Loss(Tensor embeddings, long[] labels, Func<Tensor, Tensor> adapt, Func<Tensor, Tensor> logits)
    {
        using var scope = NewDisposeScope();
        var partner = randperm(labels.Length).data<long>().ToArray();
        var pairs = Enumerable.Range(0, labels.Length).Where(i => labels[i] != labels[partner[i]]).ToArray();
        if (pairs.Length == 0) return zeros(1, device: embeddings.device).sum().MoveToOuterDisposeScope();
        var device = embeddings.device;
        var first = tensor(pairs.Select(i => (long)i).ToArray(), device: device);                                               // [V]
        var second = tensor(pairs.Select(i => partner[i]).ToArray(), device: device);                                           // [V]
        var share = LeastShare + (1 - 2 * LeastShare) * rand(pairs.Length, 1, device: device);                                  // λ, [V, 1]
        var e = embeddings.detach();
        var mixed = functional.normalize(share * e.index_select(0, first) + (1 - share) * e.index_select(0, second), dim: -1);  // [V, D]
        var log = functional.log_softmax(logits(adapt(mixed)), -1);                                                             // [V, C+K]
        var y = tensor(labels, device: device).unsqueeze(1);                                                                    // [V, 1]
        var (here, there) = (log.gather(1, y.index_select(0, first)), log.gather(1, y.index_select(0, second)));                // [V, 1] each
        return (-(share * here + (1 - share) * there)).mean().MoveToOuterDisposeScope();
    }
}
