using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Training;

/// <summary>What a run leaves beside its model, and who may write there.</summary>
/// <param name="Output">Folder of the model.</param>
internal sealed record TrainingFiles(string Output)
{
    public string Folder => Path.Combine(Output, "training");

    public string Log => Path.Combine(Folder, "log.jsonl");

    public string Plot => Path.Combine(Folder, "losses.svg");

    public string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>Says which run is trained, but not finished: its claim threshold is being picked.</summary>
    public string Trained => Path.Combine(Folder, "trained");

    /// <summary>Says which run is finished.</summary>
    public string Finished => Path.Combine(Folder, "finished");

    /// <summary>True if a model lies in the folder.</summary>
    public bool HasModel => File.Exists(Path.Combine(Output, "config.json"));

    /// <summary>Makes the folder and holds it until disposed: two runs in one folder would undo each other's checkpoints.</summary>
    /// <exception cref="CommandException">It is a file, cannot be written, or another run works in it.</exception>
    public IDisposable Hold()
    {
        if (File.Exists(Output)) throw CommandException.BadInput($"The output '{Output}' is a file; give a folder.");
        try
        {
            Directory.CreateDirectory(Folder);
            return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw CommandException.BadInput($"The output folder '{Output}' cannot be written ({exception.Message}); choose another one.", exception);
        }
        catch (IOException exception) when (!Failure.IsStorage(exception))
        {
            throw CommandException.BadInput($"Another training run works in '{Output}'; wait for it to end, or choose another --output.", exception);
        }
    }

    /// <summary>True if a stopped run lies in the folder, whatever it was of: half trained, or trained and without its claim threshold.</summary>
    public bool HasStoppedRun => File.Exists(Checkpoint) || (HasModel && File.Exists(Trained));

    /// <summary>True if this very run is trained and was stopped while its claim threshold was picked.</summary>
    public bool IsTrained(string fingerprint) => HasModel && Says(Trained, fingerprint);

    /// <summary>True if this very run is finished.</summary>
    public bool IsFinished(string fingerprint) => Says(Finished, fingerprint);

    /// <summary>Notes that this run is finished, and nothing of it is left to go on from.</summary>
    public void Finish(string fingerprint)
    {
        File.WriteAllText(Finished, fingerprint + "\n");
        File.Delete(Checkpoint);
        File.Delete(Trained);
    }

    /// <summary>Removes what earlier runs left, but not the model.</summary>
    public void Clear()
    {
        File.Delete(Finished);
        File.Delete(Trained);
        File.Delete(Checkpoint);
    }

    private static bool Says(string mark, string fingerprint) => File.Exists(mark) && File.ReadAllText(mark).Trim() == fingerprint;
}
