namespace AlignZeg.Model.Training;

/// <summary>A batch's ground truth, as the masks of every supervised layer are matched with it and scored against it.</summary>
/// <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param> <param name="classes">C.</param>
internal abstract class MaskSupervision(Tensor labels, int classes)
{
    private MaskTargets? _targets;

    /// <summary>C.</summary>
    protected int Classes => classes;

    /// <summary>[B, H, W], 64-bit.</summary>
    protected Tensor Labels => labels;

    /// <summary>Matches proposals with the classes of their images, and scores the matched masks.</summary>
    /// <param name="masks">M, [B, N, h, w].</param> <param name="probabilities">Of the seen classes, [B, N, C].</param>
    public abstract MaskOutcome Of(Tensor masks, Tensor probabilities);

    /// <summary>Matches proposals by shape alone: every class is as likely as the next.</summary>
    /// <param name="masks">M, [B, N, h, w].</param>
    public MaskOutcome ByShape(Tensor masks)
    {
        using var alike = zeros(masks.size(0), masks.size(1), classes, device: masks.device);           // [B, N, C]
        return Of(masks, alike);
    }

    /// <summary>The loss of a batch without a match: 0 as the masks' own sum, so that a step whose whole loss it is has something to go back through.</summary>
    /// <param name="masks">[B, N, h, w].</param> <returns>A scalar on the masks' device; every gradient is 0, whatever the masks hold.</returns>
    protected static Tensor Nothing(Tensor masks)
    {
        using var none = masks.narrow(0, 0, 0);
        return none.sum();
    }

    /// <summary>The ground truth at the masks' resolution.</summary>
    /// <param name="masks">[B, N, h, w].</param>
    public MaskTargets TargetsFor(Tensor masks) => _targets ??= MaskTargets.Of(labels, classes, (int)masks.size(2), (int)masks.size(3));

    /// <summary>The criterion that the options ask for.</summary>
    /// <param name="labels">[B, H, W], 64-bit.</param> <param name="classes">C.</param> <param name="options">Null points = whole masks.</param> <param name="draw">Where points come from; null = anywhere alike.</param>
    public static MaskSupervision Of(Tensor labels, int classes, PointSamplingOptions? options, PointDraw? draw = null) =>
        options is null ? new WholeMasks(labels, classes) : new SampledPoints(labels, classes, options, draw ?? ((rows, points) => rand(rows, points, 2)));
}
