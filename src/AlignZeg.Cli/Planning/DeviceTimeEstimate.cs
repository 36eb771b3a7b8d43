namespace AlignZeg.Cli.Planning;

/// <summary>
/// The device time of many images, told from a few that were measured: the regression estimator of survey sampling (Cochran, Sampling Techniques, ch. 7).
/// Assumption: what an image costs is a constant, plus a rate times its pixels, plus an error of the same spread for every size. The interval is Student's t
/// on the scatter about that line, and shrinks to nothing when every image was measured. It covers the sampling of images and nothing else: not a device
/// that is slower later, or shared.
/// </summary>
/// <param name="Seconds">Total of all images, in seconds.</param>
/// <param name="Margin">Half the width of the 95 % interval, in seconds; null where too few images were measured to tell.</param>
internal readonly record struct DeviceTimeEstimate(double Seconds, double? Margin)
{
    /// <summary>Estimates the total.</summary>
    /// <param name="sample">The measured images: pixels and seconds of each.</param>
    /// <param name="images">How many images there are, the measured ones among them.</param>
    /// <param name="pixels">Pixels of all images together.</param>
    /// <exception cref="ArgumentException">Nothing was measured, or more than there is.</exception>
    public static DeviceTimeEstimate From(IReadOnlyList<(long Pixels, double Seconds)> sample, long images, long pixels)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Count == 0 || sample.Count > images) throw new ArgumentException($"{sample.Count} of {images} images were measured.", nameof(sample));
        var (x, y) = (sample.Average(one => (double)one.Pixels), sample.Average(one => one.Seconds));
        var spread = sample.Sum(one => Square(one.Pixels - x));
        var sloped = spread > 0 && sample.Count > 2;
        var rate = sloped ? sample.Sum(one => (one.Pixels - x) * (one.Seconds - y)) / spread : 0;
        var ahead = (double)pixels / images - x;
        var freedom = sample.Count - (sloped ? 2 : 1);
        var total = Math.Max(0, images * (y + rate * ahead));
        if (freedom == 0) return new(total, null);
        var scatter = sample.Sum(one => Square(one.Seconds - y - rate * (one.Pixels - x))) / freedom;
        var variance = 1.0 / sample.Count - 1.0 / images + (sloped ? Square(ahead) / spread : 0);
        return new(total, StudentT.Quantile975(freedom) * images * Math.Sqrt(scatter * Math.Max(0, variance)));
    }

    private static double Square(double value) => value * value;
}
