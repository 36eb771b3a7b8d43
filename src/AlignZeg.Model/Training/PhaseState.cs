namespace AlignZeg.Model.Training;

/// <summary>Everything that a step of a phase leaves behind for the next one: weights, the optimizer's moments, random sequences, positions in the data, losses not yet reported.</summary>
/// <param name="Phase">Its name.</param> <param name="Module">What is trained.</param> <param name="Optimizer">Of its parameters.</param> <param name="Means">Of its losses.</param>
internal sealed record PhaseState(string Phase, nn.Module Module, AdamW Optimizer, RunningMeans Means)
{
    private const string Weights = "module.", Averages = "average.", Moments = "moments.", Memory = "memory.", Random = "random";

    /// <summary>Where the random sequences of the data stand after the last step.</summary>
    public Func<IReadOnlyList<long>> Positions { get; init; } = () => [];

    /// <summary>The moving average of the weights, if there is one.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Tensors that the objective carries from step to step, by name.</summary>
    public Func<IReadOnlyDictionary<string, Tensor>> Remembered { get; init; } = () => new Dictionary<string, Tensor>();

    /// <summary>Gives the objective back what it carried.</summary>
    public Action<IReadOnlyDictionary<string, Tensor>> Remember { get; init; } = _ => { };

    private IReadOnlyList<AdamW.State> States => [.. Optimizer.state_dict().State.Cast<AdamW.State>()];

    /// <summary>The facts of the moment.</summary>
    public CheckpointFacts Facts(string fingerprint, int step) => new(fingerprint, Phase, step, Positions(), Means.Sums, [.. States.Select(s => s.step)]);

    /// <summary>The tensors of the moment, not copied.</summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors()
    {
        yield return (Random, random.get_rng_state());
        foreach (var (name, value) in Module.state_dict()) yield return (Weights + name, value);
        foreach (var (name, value) in Average?.Values ?? []) yield return (Averages + name, value);
        foreach (var (name, value) in Remembered()) yield return (Memory + name, value);
        foreach (var (i, state) in States.Index())
        {
            yield return ($"{Moments}{i}.first", state.exp_avg);
            yield return ($"{Moments}{i}.second", state.exp_avg_sq);
        }
    }

    /// <summary>Puts everything back.</summary>
    /// <param name="facts">Of the checkpoint.</param> <param name="saved">Its tensors.</param>
    /// <exception cref="KeyNotFoundException">A tensor is missing: the checkpoint is of another model.</exception>
    public void Restore(CheckpointFacts facts, IReadOnlyDictionary<string, Tensor> saved)
    {
        using var none = no_grad();
        foreach (var (name, value) in Module.state_dict()) value.copy_(saved[Weights + name]);
        foreach (var (name, value) in Average?.Values ?? []) value.copy_(saved[Averages + name]);
        foreach (var (i, state) in States.Index())
        {
            state.exp_avg.copy_(saved[$"{Moments}{i}.first"]);
            state.exp_avg_sq.copy_(saved[$"{Moments}{i}.second"]);
            state.step = facts.Moments[i];
        }

        Remember(saved.Where(t => t.Key.StartsWith(Memory, StringComparison.Ordinal)).ToDictionary(t => t.Key[Memory.Length..], t => t.Value));
        Means.Sums = facts.Means;
        random.set_rng_state(saved[Random]); // last: nothing above may draw
    }
}
