namespace AlignZeg.Model.Training;

/// <summary>What proposals lie on, by their masks.</summary>
/// <param name="Ignored">1 where more than half of a proposal is ignored, [B, N].</param> <param name="Objects">1 where more than half of it is labelled objects, [B, N].</param>
internal sealed record ProposalGround(Tensor Ignored, Tensor Objects)
{
    /// <param name="masks">M, [B, N, h, w].</param> <param name="targets">Of the same batch.</param>
    public static ProposalGround Of(Tensor masks, MaskTargets targets)
    {
        using var scope = NewDisposeScope();
        var inside = (masks.detach() > 0).to(ScalarType.Float32).flatten(2);                            // [B, N, P]
        var area = inside.sum(-1).clamp(min: 1);                                                        // [B, N]
        Tensor Mostly(Tensor ground) => ((inside * ground).sum(-1) / area > .5).to(ScalarType.Float32).MoveToOuterDisposeScope();
        return new(Mostly(1 - targets.Valid), Mostly(targets.Masks.sum(1, keepdim: true)));
    }
}
