namespace AlignZeg.Model.Inference;

/// <summary>From class scores to labels and confidences, pixel by pixel.</summary>
/// <param name="claim">Score below which no class claims a pixel, 0..1.</param> <param name="abstention">Null = every pixel keeps what it got.</param>
/// <param name="names">Indices of the classes that the scores are of; null = all.</param>
internal sealed class PixelDecision(double claim, Abstention? abstention, Tensor? names = null)
{
    private readonly long[]? _names = names?.ToNumbers<long>();

    /// <summary>Decides every pixel of a stripe.</summary>
    /// <param name="scores">[C, P].</param> <param name="toShare">Turns best scores, [P], into 0..1; the second-best ones likewise.</param>
    /// <param name="labels">[P], filled.</param> <param name="confidence">[P], filled.</param>
    public void Decide(Tensor scores, Func<Tensor, Tensor> toShare, Span<ushort> labels, Span<byte> confidence)
    {
        using var scope = NewDisposeScope();
        var (best, index) = scores.max(0);                                                              // [P] each
        var (share, label) = (Shares(best), index.ToNumbers<long>());
        var second = abstention?.HasMargins == true && scores.size(0) > 1 ? Shares(SecondOf(scores, best, index)) : null;
        for (int i = 0; i < label.Length; i++)
            (labels[i], confidence[i]) = Decide(_names is null ? label[i] : _names[label[i]], share[i], second is null ? 0 : second[i]);

        float[] Shares(Tensor values) => toShare(values).clamp(0, 1).ToNumbers<float>();
    }

    /// <returns>[P].</returns>
    private static Tensor SecondOf(Tensor scores, Tensor best, Tensor index)
    {
        using var scope = NewDisposeScope();
        return scores.scatter(0, index.unsqueeze(0), full_like(best, float.NegativeInfinity).unsqueeze(0)).amax([0]).MoveToOuterDisposeScope();
    }

    private (ushort Label, byte Confidence) Decide(long label, float best, float second)
    {
        bool claimed = best >= claim;
        byte confidence = (byte)(255 * (claimed ? best : 1 - best) + .5f);
        if (abstention is not null && (claimed ? abstention.Refuses(label, best, second) : abstention.RefusesBackground(best))) return (SegmentedImage.Abstained, confidence);
        return (claimed ? (ushort)label : SegmentedImage.Unclaimed, confidence);
    }
}
