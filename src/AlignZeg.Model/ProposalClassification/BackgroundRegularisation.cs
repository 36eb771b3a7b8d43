namespace AlignZeg.Model.ProposalClassification;

/// <summary>L_reg: what keeps K background prototypes apart and all of them in use. Source: AlignZeg's L_reg [sec]; its form is ours (method 6.2).</summary>
internal static class BackgroundRegularisation
{
    private const double Softening = 10; // at tau = 100 the strongest prototype takes all, and dead ones would feel nothing

    /// <summary>1/(K(K-1))·Σ_{k≠l} max(0, cos(P_k, P_l))².</summary>
    /// <param name="prototypes">P, [K, D], L2-normalised.</param> <returns>A scalar; 0 for K = 1.</returns>
    public static Tensor Diversity(Tensor prototypes)
    {
        using var scope = NewDisposeScope();
        long k = prototypes.size(0);
        if (k < 2) return zeros(1, dtype: prototypes.dtype, device: prototypes.device).sum().MoveToOuterDisposeScope();
        var cosines = prototypes.matmul(prototypes.mT).clamp(min: 0);                                                   // [K, K]
        var others = cosines * (1 - eye(k, dtype: prototypes.dtype, device: prototypes.device));
        return (others.square().sum() / (k * (k - 1))).MoveToOuterDisposeScope();
    }

    /// <summary>log K - H(mean_i r_i), r_i = softmax_k(b_ik / 10), over the proposals that are trained to be background.</summary>
    /// <param name="logits">b, background logits, [.., K].</param> <param name="weight">1 for those proposals, 0 for the others, [..].</param>
    /// <returns>A scalar: 0 if all prototypes are used alike, log K if one takes all; 0 for K = 1 or without such proposals.</returns>
    public static Tensor Usage(Tensor logits, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var (shares, counted) = ((logits / Softening).softmax(-1), weight.unsqueeze(-1));                               // [.., K], [.., 1]
        double total = weight.sum().ToDouble();
        if (logits.size(-1) < 2 || total <= 0) return zeros(1, dtype: logits.dtype, device: logits.device).sum().MoveToOuterDisposeScope();
        var mean = (shares * counted).flatten(0, -2).sum([0]) / total; // [K]; sum(0) would be a sum in bytes: 0 converts to ScalarType
        var entropy = -(mean * mean.clamp(min: 1e-12).log()).sum();
        return (Math.Log(logits.size(-1)) - entropy).MoveToOuterDisposeScope();
    }

    /// <summary>mean_{k,c} max(0, cos(P_k, t_c) - m)²: background keeps away from the names of seen classes.</summary>
    /// <param name="prototypes">P, [K, D], L2-normalised.</param> <param name="text">T_S, [C, D], L2-normalised.</param> <param name="margin">m, a cosine.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Repulsion(Tensor prototypes, Tensor text, double margin)
    {
        using var scope = NewDisposeScope();
        return (prototypes.matmul(text.mT) - margin).clamp(min: 0).square().mean().MoveToOuterDisposeScope();
    }
}
