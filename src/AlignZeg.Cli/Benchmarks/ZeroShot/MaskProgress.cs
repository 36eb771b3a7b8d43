using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Training;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Shows how far a training of masks is: minutes, of which the table says nothing before they are over.</summary>
/// <param name="view">Shared by all of them.</param> <param name="time">Of its rate.</param> <param name="what">Which row's they are.</param>
internal sealed class MaskProgress(IProgressView view, TimeProvider time, string what) : IProgress<TrainingProgress>
{
    private readonly PhaseProgress _phase = new(time);

    public void Report(TrainingProgress value) => _phase.Show(view, value, $"  ({what})");
}
