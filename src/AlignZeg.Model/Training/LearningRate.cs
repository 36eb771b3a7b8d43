namespace AlignZeg.Model.Training;

/// <summary>Linear warm-up, then a schedule over the steps that are left.</summary>
/// <param name="Schedule">What comes after the warm-up.</param> <param name="Peak">The rate after the warm-up.</param> <param name="Steps">In all.</param>
/// <param name="WarmUp">Steps of the warm-up; 0 = none.</param> <param name="Power">Of the polynomial.</param>
internal sealed record LearningRate(LearningRateSchedule Schedule, double Peak, int Steps, int WarmUp, double Power = .9)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public double At(int step)
    {
        if (step < WarmUp) return Peak * (step + 1) / WarmUp;
        int done = step - WarmUp, whole = Math.Max(1, Steps - WarmUp);
        return Schedule switch
        {
            LearningRateSchedule.Constant => Peak,
            LearningRateSchedule.Poly => Peak * Math.Pow(Math.Max(0, 1 - (double)done / whole), Power),
            _ => Peak * .5 * (1 + Math.Cos(Math.PI * done / whole)),
        };
    }

    /// <summary>Gives an optimizer the rate of a step.</summary>
    public void Set(optim.Optimizer optimizer, int step)
    {
        foreach (var group in optimizer.ParamGroups) group.LearningRate = At(step);
    }
}
