namespace AlignZeg.Model.ProposalClassification;

/// <summary>
/// Feature expansion (FES): mixtures of two proposal embeddings of different seen classes stand for classes that were never seen. Source: AlignZeg's FES [sec] as manifold
/// mixup; forms, shares and partners are ours (method 6.3, embedded-world study 2).
/// </summary>
internal static class VirtualFeatures
{
    /// <summary>f~: mixed at the adapter's input, or, for the control, of finished embeddings.</summary>
    /// <param name="embeddings">e of the pool, [M, D].</param> <param name="pairs">Who with whom.</param> <param name="form">Where mixing happens.</param>
    /// <param name="adapt">e to f.</param> <returns>[V, D], L2-normalised.</returns>
    public static Tensor Of(Tensor embeddings, VirtualPairs pairs, ExpansionForm form, Func<Tensor, Tensor> adapt) =>
        form == ExpansionForm.VirtualPrototypesEmbedding ? pairs.Mix(adapt(embeddings)) : adapt(pairs.Mix(embeddings));

    /// <summary>L_vir of a form.</summary>
    /// <param name="features">f~, [V, D].</param> <param name="pairs">Who with whom.</param> <param name="form">What a mixture is to be recognised as.</param>
    /// <param name="space">T_S, P and tau.</param> <returns>A scalar; 0 without pairs.</returns>
    public static Tensor Loss(Tensor features, VirtualPairs pairs, ExpansionForm form, PrototypeSpace space)
    {
        if (pairs.Count == 0) return zeros(1, device: features.device).sum();
        return form == ExpansionForm.Soft ? SoftLoss(features, pairs, space) : PrototypeLoss(features, pairs, space);
    }

    /// <summary>-λ·log p(y_i | f~) - (1-λ)·log p(y_j | f~), p over seen classes and background.</summary>
    private static Tensor SoftLoss(Tensor features, VirtualPairs pairs, PrototypeSpace space)
    {
        using var scope = NewDisposeScope();
        var log = functional.log_softmax(space.Logits(features), -1);                                                       // [V, C+K]
        var here = log.gather(1, tensor(pairs.FirstLabel, [pairs.Count, 1], device: log.device));                           // [V, 1]
        var there = log.gather(1, tensor(pairs.SecondLabel, [pairs.Count, 1], device: log.device));                         // [V, 1]
        var share = pairs.ShareColumn(log);                                                                                 // λ, [V, 1]
        return (-(share * here + (1 - share) * there)).mean().MoveToOuterDisposeScope();
    }

    /// <summary>-log of the softmax of tau·f~_i·t~_i among tau·f~_i·t~_j, j of other class pairs, and the seen and background logits.</summary>
    private static Tensor PrototypeLoss(Tensor features, VirtualPairs pairs, PrototypeSpace space)
    {
        using var scope = NewDisposeScope();
        var real = space.Logits(features);                                                                                  // [V, C+K]
        var mixed = space.Temperature * features.matmul(pairs.MixPrototypes(space.Text).mT);                                // [V, V]
        var negatives = mixed.masked_fill(pairs.FalseNegatives(mixed.device), double.NegativeInfinity);                     // [V, V]
        var log = functional.log_softmax(cat([negatives, real], -1), -1);                                                   // [V, V+C+K]
        return (-log.narrow(1, 0, pairs.Count).diagonal().mean()).MoveToOuterDisposeScope();
    }
}
