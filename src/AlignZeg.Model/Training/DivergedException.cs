namespace AlignZeg.Model.Training;

/// <summary>A gradient, or a cost of matching, is no finite number any more: nothing that comes after would be one. The checkpoint before stays as it is.</summary>
public sealed class DivergedException : Exception
{
    private DivergedException(string what) : base($"Training has diverged: {what} is not a finite number. Lower learning_rate, or raise warm_up; a checkpoint from before goes on with --resume under the same recipe only.")
    {
    }

    /// <summary>Passes a finite number on.</summary>
    /// <param name="value">The number.</param> <param name="what">What it is, for the sentence.</param>
    /// <exception cref="DivergedException">It is none.</exception>
    public static double Check(double value, string what) => double.IsFinite(value) ? value : throw new DivergedException(what);
}
