using System.Text.Json;
using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Training;

/// <summary>
/// Keeps a run's one checkpoint file. It is written beside, flushed to the disk and renamed, so that a killed process leaves the last one or the one before, never half of one.
/// A run that goes on from it gives, on the CPU, the bytes of a run that nobody stopped; on another device it draws the same numbers (<see cref="StepDraw"/>), but sums there may round otherwise.
/// </summary>
internal sealed class CheckpointKeeper
{
    private const string FactsName = "facts";
    private readonly CheckpointPolicy? _policy;

    /// <param name="policy">Null: nothing is kept.</param>
    /// <exception cref="CheckpointException">The checkpoint to go on from is damaged or of another run.</exception>
    public CheckpointKeeper(CheckpointPolicy? policy)
    {
        _policy = policy;
        if (policy is { Resume: true } && File.Exists(policy.File)) Found = Read(policy, _ => { });
    }

    /// <summary>The facts of the checkpoint to go on from; null to start.</summary>
    public CheckpointFacts? Found { get; private set; }

    /// <summary>Whether one is due after that many steps.</summary>
    public bool IsDue(int step) => _policy is not null && step % _policy.Every == 0;

    /// <summary>Puts a phase back where the checkpoint was taken, or keeps its beginning if it is another phase's.</summary>
    /// <returns>Steps that are done.</returns>
    /// <exception cref="CheckpointException">As above.</exception>
    public int Begin(PhaseState state)
    {
        if (Found?.Phase != state.Phase)
        {
            Save(state, 0);
            return 0;
        }

        using var scope = NewDisposeScope();
        var facts = Read(_policy!, saved => state.Restore(Found, saved));
        return facts.Step;
    }

    /// <summary>Replaces the checkpoint.</summary>
    public void Save(PhaseState state, int step)
    {
        if (_policy is null) return;
        using var scope = NewDisposeScope();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_policy.File))!);
        SafetensorsFile.Write(_policy.File, state.Tensors().Append((FactsName, state.Facts(_policy.Fingerprint, step).ToTensor())));
    }

    /// <summary>The run is trained: says so where the policy wants it, then removes the checkpoint.</summary>
    public void Finish()
    {
        if (_policy is null) return;
        if (_policy.Trained is { } mark) File.WriteAllText(mark, _policy.Fingerprint + "\n");
        File.Delete(_policy.File);
    }

    private static CheckpointFacts Read(CheckpointPolicy policy, Action<IReadOnlyDictionary<string, Tensor>> use)
    {
        using var scope = NewDisposeScope();
        try
        {
            var tensors = SafetensorsFile.Read(policy.File);
            var facts = CheckpointFacts.Of(tensors[FactsName]);
            if (facts.Fingerprint != policy.Fingerprint)
                throw new CheckpointException($"The checkpoint '{policy.File}' is of another run: configuration, data or seed differ; give the ones it was started with, or another output folder.");
            use(tensors);
            return facts;
        }
        catch (Exception exception) when (exception is InvalidDataException or KeyNotFoundException or JsonException)
        {
            throw new CheckpointException($"The checkpoint '{policy.File}' is damaged: {exception.Message} Delete it to start from the beginning.", exception);
        }
    }
}
