namespace AlignZeg.Model.Inference;

/// <summary>
/// Proposals to a label map at the original size: S_c(x) = Σ_i p_i(c)·sigmoid(M_i(x)), argmax over classes. Source: method 9, Mask2Former's semantic inference.
/// Computed in stripes of rows, so that memory does not grow with the picture times the classes.
/// </summary>
internal static class SemanticMap
{
    private const int StripePixels = 1 << 16;

    /// <summary>Labels and confidences of one image.</summary>
    /// <param name="masks">M, [1, N, h, w].</param> <param name="scores">p of the classes, corrected, [N, C].</param>
    /// <param name="width">Of the result.</param> <param name="height">Of the result.</param>
    /// <param name="claim">Score below which no class claims a pixel, 0..1.</param>
    /// <param name="penalty">Taken off every pixel's S_c, [C]: calibrated stacking (Chao et al. 2016); null = nothing.</param>
    /// <param name="frame">Where the picture lies under the masks; null = they cover it exactly.</param>
    /// <param name="abstention">Which pixels get no class at all; null = none.</param>
    public static SegmentedImage Compose(
        Tensor masks, Tensor scores, int width, int height, double claim, Tensor? penalty = null, PaddedFrame? frame = null, Abstention? abstention = null)
    {
        var labels = new ushort[(long)width * height];
        var confidence = new byte[(long)width * height];
        using var scope = NewDisposeScope();
        var candidates = CandidateClasses.Among(RivalsOf(scores, penalty), abstention);                       // [K]
        if (candidates is not null) (scores, penalty) = (scores.index_select(1, candidates), penalty?.index_select(0, candidates)); // [N, K], [K]
        var decision = new PixelDecision(claim, abstention, candidates);
        int rows = Math.Max(1, StripePixels / width);
        for (int top = 0; top < height; top += rows)
        {
            int count = Math.Min(rows, height - top);
            ComposeStripe(masks, (scores, penalty), new(top, count, width, height, frame), decision, labels.AsSpan(top * width, count * width), confidence.AsSpan(top * width, count * width));
        }

        return new(labels, confidence);
    }

    /// <summary>What <see cref="CandidateClasses"/> are found among. A penalty is one more proposal, of mask 1 everywhere: the candidates stay exact.</summary>
    /// <returns>[N, C], or [N + 1, C] with a penalty.</returns>
    public static Tensor RivalsOf(Tensor scores, Tensor? penalty) => penalty is null ? scores : cat([scores, -penalty.unsqueeze(0)], 0);

    private static void ComposeStripe(Tensor masks, (Tensor Scores, Tensor? Penalty) classes, Stripe stripe, PixelDecision decision, Span<ushort> labels, Span<byte> confidence)
    {
        using var scope = NewDisposeScope();
        var inside = stripe.Of(masks).sigmoid().flatten(1);                                             // [N, P]
        var sum = classes.Scores.mT.mm(inside);                                                         // S, [C, P]
        if (classes.Penalty is { } penalty) sum = sum - penalty.unsqueeze(-1);
        decision.Decide(sum, score => score, labels, confidence);
    }

    /// <summary>Rows of the bilinearly enlarged masks (align_corners false), computed from the few source rows that they need.</summary>
    /// <returns>[N, rows, width].</returns>
    private static Tensor RowsOf(Tensor masks, Stripe stripe)
    {
        using var scope = NewDisposeScope();
        var (source, device) = ((int)masks.size(2), masks.device);
        var wide = functional.interpolate(masks, [source, stripe.Width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0);    // [N, h, W]
        var position = ((arange(stripe.Top, stripe.Top + stripe.Rows, dtype: ScalarType.Float32, device: device) + .5) * ((double)source / stripe.Height) - .5).clamp(0, source - 1);
        var upper = position.floor();                                                                                                           // [R]
        var share = (position - upper).view(1, -1, 1);
        var first = upper.to(ScalarType.Int64);
        var second = (first + 1).clamp(max: source - 1);
        return wide.index_select(1, first).lerp(wide.index_select(1, second), share).MoveToOuterDisposeScope();
    }

    private readonly record struct Stripe(int Top, int Rows, int Width, int Height, PaddedFrame? Frame = null)
    {
        public Tensor Of(Tensor masks) => Frame is null ? RowsOf(masks, this) : Frame.Rows(masks, Top, Rows, Width, Height);
    }
}
