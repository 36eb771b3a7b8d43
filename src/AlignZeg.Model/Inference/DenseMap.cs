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
    public static SegmentedImage Compose(Tensor logits, int width, int height, double claim)
    {
        var (labels, confidence) = (new ushort[(long)width * height], new byte[(long)width * height]);
        int rows = (int)Math.Max(1, StripeNumbers / (width * logits.size(1)));
        for (int top = 0; top < height; top += rows)
        {
            int count = Math.Min(rows, height - top);
            ComposeStripe(logits, new(top, count, width, height), claim, labels.AsSpan(top * width, count * width), confidence.AsSpan(top * width, count * width));
        }

        return new(labels, confidence);
    }

    private static void ComposeStripe(Tensor logits, SemanticMap.Stripe stripe, double claim, Span<ushort> labels, Span<byte> confidence)
    {
        using var scope = NewDisposeScope();
        var rows = SemanticMap.RowsOf(logits, stripe).flatten(1);                                       // [C, P]
        var (best, index) = rows.max(0);                                                                // [P] each
        var probability = (best - rows.logsumexp(0)).exp().clamp(0, 1).cpu().data<float>().ToArray();   // softmax of the best
        var label = index.cpu().data<long>().ToArray();
        for (int i = 0; i < label.Length; i++)
        {
            bool claimed = probability[i] >= claim;
            labels[i] = claimed ? (ushort)label[i] : SegmentedImage.Unclaimed;
            confidence[i] = (byte)(255 * (claimed ? probability[i] : 1 - probability[i]) + .5f);
        }
    }
}
