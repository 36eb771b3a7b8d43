using AlignZeg.Cli.Progress;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>Steps of training as numbers for a view. Rates are reckoned from the first step that this process did of a phase, which itself tells nothing: what it took began before.</summary>
internal sealed class PhaseProgress(TimeProvider time)
{
    private string? _phase;
    private long _begun;
    private int _first;

    /// <param name="value">A step that was done; the first of another phase begins anew.</param>
    public ProgressSnapshot Of(TrainingProgress value)
    {
        if (_phase != value.Phase) (_phase, _begun, _first) = (value.Phase, time.GetTimestamp(), value.Step);
        return new(value.Step, value.Steps, 0, _first, time.GetElapsedTime(_begun)) { Unit = $"{value.Phase} steps" };
    }
}
