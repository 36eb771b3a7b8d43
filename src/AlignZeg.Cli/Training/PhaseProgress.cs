using AlignZeg.Cli.Progress;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>Shows steps of training in a view. Rates are reckoned from the first step that this process did of a phase, which itself tells nothing: what it took began before.</summary>
internal sealed class PhaseProgress(TimeProvider time)
{
    private string? _phase;
    private long _begun;
    private int _first;

    /// <summary>Shows a step that was done; the last of its phase in any case.</summary>
    /// <param name="view">Where.</param> <param name="value">The first of another phase begins anew.</param> <param name="note">What else to say.</param>
    /// <returns>What was shown.</returns>
    public ProgressSnapshot Show(IProgressView view, TrainingProgress value, string note)
    {
        if (_phase != value.Phase) (_phase, _begun, _first) = (value.Phase, time.GetTimestamp(), value.Step);
        var snapshot = new ProgressSnapshot(value.Step, value.Steps, 0, _first, time.GetElapsedTime(_begun)) { Unit = $"{value.Phase} steps", Note = note };
        if (value.Step == value.Steps) view.Finish(snapshot);
        else view.Update(snapshot);
        return snapshot;
    }
}
