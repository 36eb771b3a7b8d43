namespace AlignZeg.Model.Inference;

/// <summary>
/// Class logits of patches to a label map at the original size: enlarged bilinearly, the best class per pixel, its softmax probability as confidence. Computed in
/// stripes of rows, so that memory does not grow with the picture times the classes.
/// </summary>
internal static class DenseMap
{
    private const int StripeNumbers = 1 << 23;

    /// <summary>Labels and confidences of one image.</summary>
    /// <param name="logits">[1, C, h, w], temperature included.</param> <param name="width">Of the result.</param> <param name="height">Of the result.</param>
    /// <param name="claim">Probability below which no class claims a pixel, 0..1; 0 leaves none unclaimed.</param>
    /// <param name="abstention">Which pixels get no class at all; null = none.</param>
    public static SegmentedImage Compose(Tensor logits, int width, int height, double claim, Abstention? abstention = null)
    {
        var (labels, confidence) = (new ushort[(long)width * height], new byte[(long)width * height]);
        var decision = new PixelDecision(claim, abstention);
        int rows = (int)Math.Max(1, StripeNumbers / (width * logits.size(1)));
        for (int top = 0; top < height; top += rows)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(rows, height - top);
            ComposeStripe(RowsOf(logits, top, count, width, height), decision, labels.AsSpan(top * width, count * width), confidence.AsSpan(top * width, count * width));
        }

        return new(labels, confidence);
    }

    /// <param name="stripe">[C, rows, width].</param> <param name="decision">Of every pixel.</param> <param name="labels">Filled.</param> <param name="confidence">Filled.</param>
    private static void ComposeStripe(Tensor stripe, PixelDecision decision, Span<ushort> labels, Span<byte> confidence)
    {
        using var scope = NewDisposeScope();
        var rows = stripe.flatten(1);                                                                   // [C, P]
        var total = rows.logsumexp(0);                                                                  // [P]
        decision.Decide(rows, logit => (logit - total).exp(), labels, confidence);                      // softmax
    }

    /// <summary>Rows of the bilinearly enlarged logits (align_corners false), from the few source rows that they need.</summary>
    /// <returns>[C, count, width].</returns>
    private static Tensor RowsOf(Tensor logits, int top, int count, int width, int height)
    {
        using var scope = NewDisposeScope();
        var (source, device) = ((int)logits.size(2), logits.device);
        double At(int row) => Math.Clamp((row + .5) * source / height - .5, 0, source - 1);
        int first = (int)At(top), rows = Math.Min((int)At(top + count - 1) + 2, source) - first;
        var wide = functional.interpolate(logits.narrow(2, first, rows), [rows, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0); // [C, rows, W]
        var position = tensor(Enumerable.Range(top, count).Select(row => (float)(At(row) - first)).ToArray(), device: device);                              // [R]
        var upper = position.floor();
        var (above, below) = (upper.to(ScalarType.Int64), (upper + 1).clamp(max: rows - 1).to(ScalarType.Int64));
        return wide.index_select(1, above).lerp(wide.index_select(1, below), (position - upper).view(1, -1, 1)).MoveToOuterDisposeScope();
    }
}
