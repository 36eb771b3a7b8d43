namespace AlignZeg.Model.Training;

/// <summary>Losses on mixtures start late: embeddings of the first steps are noise, and so are their mixtures (method 6.3, ours).</summary>
internal static class LossRamp
{
    /// <summary>0 until the start, 1 from the end on, linear between.</summary>
    /// <param name="progress">Share of the schedule that is done, 0..1.</param> <param name="start">0..1.</param> <param name="end">0..1; a step where it is the start.</param>
    public static double At(double progress, double start, double end)
    {
        if (progress >= end) return 1;
        return progress <= start ? 0 : (progress - start) / (end - start);
    }
}
