namespace AlignZeg.Model.BiasCorrection;

/// <summary>Class scores of proposals, seen classes lowered where a proposal looks unseen. Source: AlignZeg's PBC [sec]; the three formulas are ours (method 7.2).</summary>
internal static class SeenCorrection
{
    /// <summary>softmax over classes and background, corrected, background dropped.</summary>
    /// <param name="logits">[N, C+K].</param> <param name="seen">1 for seen classes, 0 for others, [C].</param>
    /// <param name="unseenness">u, [N]; null = no indicator, nothing is corrected.</param> <param name="options">Mode, theta and gamma.</param>
    /// <returns>p', [N, C]; may be below 0 in the subtracting mode.</returns>
    public static Tensor Scores(Tensor logits, Tensor seen, Tensor? unseenness, CorrectionOptions options)
    {
        using var scope = NewDisposeScope();
        long classes = seen.size(0);
        if (unseenness is null || options.Gamma == 0) return logits.softmax(-1).narrow(-1, 0, classes).MoveToOuterDisposeScope();
        var flagged = unseenness.gt(options.Threshold).to(logits.dtype);                                            // g, [N]
        var loss = options.Gamma * flagged.unsqueeze(-1) * seen;                                                    // gamma·g_i·1[c seen], [N, C]
        if (options.Mode == CorrectionMode.Odds) logits = logits - functional.pad(loss, [0, logits.size(-1) - classes]);
        var p = logits.softmax(-1).narrow(-1, 0, classes);                                                          // [N, C]
        var corrected = options.Mode switch { CorrectionMode.Subtract => p - loss, CorrectionMode.Scale => p * (1 - loss), _ => p };
        return corrected.MoveToOuterDisposeScope();
    }
}
