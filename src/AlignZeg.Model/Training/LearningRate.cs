namespace AlignZeg.Model.Training;

/// <summary>Linear warm-up, then half a cosine down to zero.</summary>
internal static class LearningRate
{
    private const int WarmUp = 50;

    public static double At(int step, int steps, double peak) => step < WarmUp
        ? peak * (step + 1) / WarmUp
        : peak * .5 * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, steps - WarmUp)));

    public static void Set(optim.Optimizer optimizer, double rate)
    {
        foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
    }
}
