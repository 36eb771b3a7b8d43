using AlignZeg.Abstractions.Reviews;

namespace AlignZeg.Server.Calibration;

/// <summary>
/// The lowest threshold of a class at which, of the pixels that keep it, at least a share is right: of all thresholds that reach the share, the one that keeps most. A
/// class of which too little is known, or that reaches the share at no threshold, is left as it is. Pure.
/// </summary>
/// <param name="target">The share, 0..1.</param>
/// <param name="leastPixels">Fewest pixels that must keep the class: of fewer, the share says too little.</param>
internal sealed class ThresholdFit(double target, long leastPixels)
{
    /// <summary>Fits a class.</summary>
    public ClassFit Fit(ConfidenceCounts counts, int id)
    {
        var all = counts.From(id, 0);
        if (all.Right + all.Wrong < leastPixels) return new(FitOutcome.TooFewPixels, null);
        for (int step = 0; step < ConfidenceCounts.Steps; step++)
        {
            var (right, wrong) = counts.From(id, step);
            if (right + wrong < leastPixels) return new(FitOutcome.OutOfReach, null);
            if (right >= target * (right + wrong)) return new(FitOutcome.Fitted, step == 0 ? 0 : ThresholdOf(step));
        }

        return new(FitOutcome.OutOfReach, null);
    }

    /// <summary>The threshold that keeps the pixels of a step and of those above it. Four decimals, rounded up: never one pixel more than counted.</summary>
    public static double ThresholdOf(int step) => Math.Ceiling((step - .5) / 255 * 10_000) / 10_000; // a step is 255 times the score, rounded

    /// <summary>The first step that a threshold keeps, whole or in part.</summary>
    public static int StepOf(double threshold) => (int)(255 * threshold + .5);
}

/// <summary>What came of the fit of a class.</summary>
/// <param name="Outcome">Whether there is a threshold.</param>
/// <param name="Threshold">0 to 1; 0 = none is needed; null = there is none, and the class is left as it is.</param>
internal sealed record ClassFit(FitOutcome Outcome, double? Threshold);

/// <summary>How the fit of a class ended.</summary>
internal enum FitOutcome
{
    /// <summary>There is a threshold.</summary>
    Fitted,

    /// <summary>The reviewed images have too few pixels of the class; it is left as it is.</summary>
    TooFewPixels,

    /// <summary>No threshold reaches the target; it is left as it is.</summary>
    OutOfReach,
}
