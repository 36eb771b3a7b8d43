namespace AlignZeg.Model.Training;

/// <summary>The steps of a phase: what to do in one is the trainer's, when to set the rate, report, keep a checkpoint or stop is decided here.</summary>
/// <param name="state">Of the phase.</param> <param name="rate">Of every step.</param> <param name="reportEvery">Steps between two reports of losses.</param>
/// <param name="keeper">Of checkpoints.</param> <param name="progress">Told every step.</param>
internal sealed class TrainingLoop(PhaseState state, LearningRate rate, int reportEvery, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress)
{
    private static readonly Dictionary<string, double> NoLosses = [];

    /// <summary>Runs the steps from the first one that is not done.</summary>
    /// <param name="done">Steps that are done.</param> <param name="step">Does one.</param> <param name="cancellationToken">Stops before a step; a checkpoint is kept then.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(int done, Action<int> step, CancellationToken cancellationToken)
    {
        for (; done < rate.Steps; done++)
        {
            if (cancellationToken.IsCancellationRequested) Stop(done, cancellationToken);
            rate.Set(state.Optimizer, done);
            try
            {
                step(done);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Stop(done, cancellationToken); // waiting for data: nothing of the step was done
            }

            var losses = (done + 1) % reportEvery == 0 || done + 1 == rate.Steps ? state.Means.Take() : NoLosses;
            progress?.Report(new(state.Phase, done + 1, rate.Steps, losses, rate.At(done)));
            if (keeper.IsDue(done + 1)) keeper.Save(state, done + 1);
        }
    }

    private void Stop(int done, CancellationToken cancellationToken)
    {
        keeper.Save(state, done);
        throw new OperationCanceledException(cancellationToken);
    }
}
