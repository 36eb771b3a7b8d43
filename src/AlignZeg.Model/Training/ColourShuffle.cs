namespace AlignZeg.Model.Training;

/// <summary>
/// Swaps, inverts and stretches the colours of pictures. Ours: the proposal network is to find objects by their outline and texture, not by the colours of seen classes; CLIP,
/// which names them, goes on seeing the true colours.
/// </summary>
internal static class ColourShuffle
{
    private const double Strongest = .4;

    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="share">Of the pictures to change, 0..1.</param>
    /// <returns>[B, 3, H, W].</returns>
    public static Tensor Of(Tensor images, double share)
    {
        using var scope = NewDisposeScope();
        long count = images.size(0);
        var order = StepDraw.Uniform(images.device, count, 3).argsort(-1);                                      // [B, 3], a permutation each
        var sign = 2 * StepDraw.Integers(images.device, 2, count, 3).to(ScalarType.Float32) - 1;                // [B, 3]
        var gain = 1 - Strongest + 2 * Strongest * StepDraw.Uniform(images.device, count, 3);                   // [B, 3]
        var index = order.view(-1, 3, 1, 1).expand_as(images);
        var shuffled = images.gather(1, index) * (sign * gain).view(-1, 3, 1, 1);                               // [B, 3, H, W]
        var chosen = StepDraw.Uniform(images.device, count, 1, 1, 1).lt(share);
        return shuffled.where(chosen, images).MoveToOuterDisposeScope();
    }
}
