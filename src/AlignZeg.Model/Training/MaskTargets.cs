namespace AlignZeg.Model.Training;

/// <summary>Ground truth of a batch at the masks' resolution; P = number of its pixels.</summary>
/// <param name="Masks">Share of each seen class per pixel, [B, C, P], 0 where ignored.</param>
/// <param name="Valid">1 where labelled, 0 where ignored, [B, 1, P].</param>
/// <param name="Present">Per image the classes in it.</param>
internal sealed record MaskTargets(Tensor Masks, Tensor Valid, IReadOnlyList<IReadOnlyList<int>> Present)
{
    private const double SmallestArea = 2; // mask pixels; less cannot be supervised

    /// <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param> <param name="classes">C.</param>
    /// <param name="height">h of the masks.</param> <param name="width">w of the masks.</param>
    public static MaskTargets Of(Tensor labels, int classes, int height, int width)
    {
        using var scope = NewDisposeScope();
        var channel = labels.where(labels != TrainingImage.Ignored, tensor((long)classes + 1, device: labels.device));              // background 0, ignored C+1
        var shares = functional.one_hot(channel, classes + 2).permute(0, 3, 1, 2).to(ScalarType.Float32);                           // [B, C+2, H, W]
        shares = Pooled(shares, height, width).flatten(2);                                                                           // [B, C+2, P]
        var valid = (shares.narrow(1, classes + 1, 1) < .5).to(ScalarType.Float32);                                                 // [B, 1, P]
        var masks = shares.narrow(1, 1, classes) * valid;                                                                           // [B, C, P]
        var areas = masks.sum(-1).cpu();                                                                                            // [B, C]
        var present = new List<IReadOnlyList<int>>();
        for (int b = 0; b < labels.size(0); b++)
        {
            var row = areas[b].ToNumbers<float>();
            present.Add([.. Enumerable.Range(0, classes).Where(c => row[c] >= SmallestArea)]);
        }

        return new(masks.MoveToOuterDisposeScope(), valid.MoveToOuterDisposeScope(), present);
    }

    // Whole cells where the sizes allow: the adaptive form gives other last bits.
    private static Tensor Pooled(Tensor shares, int height, int width)
    {
        var (down, right) = (shares.size(2) / height, shares.size(3) / width);
        return down * height == shares.size(2) && right * width == shares.size(3) ? functional.avg_pool2d(shares, [down, right]) : functional.adaptive_avg_pool2d(shares, [height, width]);
    }
}
