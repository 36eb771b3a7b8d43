namespace AlignZeg.Model.Training;

/// <summary>
/// Every proposal against every class mask, on labelled pixels only: the matching cost and, gathered at the matches, the mask loss itself.
/// Source: Mask2Former's criterion [SAN], on all pixels instead of sampled points (the embedded world's masks are small), and ignored pixels left out (ours).
/// </summary>
/// <param name="CrossEntropy">Binary cross-entropy, mean over pixels, [B, N, C].</param> <param name="Dice">1 - dice with +1 smoothing, [B, N, C].</param>
internal sealed record MaskCosts(Tensor CrossEntropy, Tensor Dice)
{
    /// <param name="logits">M, [B, N, P].</param> <param name="targets">Of the same batch.</param>
    public static MaskCosts Of(Tensor logits, MaskTargets targets)
    {
        using var scope = NewDisposeScope();
        var (masks, valid) = (targets.Masks.mT, targets.Valid);                                                                         // [B, P, C], [B, 1, P]
        var pixels = valid.sum(-1, keepdim: true).clamp(min: 1);                                                                        // [B, 1, 1]
        var (hit, miss) = (functional.softplus(-logits) * valid, functional.softplus(logits) * valid);                                  // [B, N, P]
        var entropy = ((hit - miss).matmul(masks) + miss.sum(-1, keepdim: true)) / pixels;                                              // [B, N, C]
        var inside = logits.sigmoid() * valid;                                                                                          // [B, N, P]
        var total = inside.sum(-1, keepdim: true) + targets.Masks.sum(-1).unsqueeze(1);                                                 // [B, N, C]
        var dice = 1 - (2 * inside.matmul(masks) + 1) / (total + 1);                                                                    // [B, N, C]
        return new(entropy.MoveToOuterDisposeScope(), dice.MoveToOuterDisposeScope());
    }
}
