namespace AlignZeg.Model.Training;

/// <summary>Whether and where a run keeps what it needs to go on.</summary>
/// <param name="File">The one file; replaced as a whole or not at all, gone when the run is trained.</param>
/// <param name="Every">Steps between two, at least 1.</param>
/// <param name="Resume">True to go on from the file if it is there.</param>
/// <param name="Fingerprint">Says what the run is: a checkpoint of another one is refused.</param>
public sealed record CheckpointPolicy(string File, int Every, bool Resume, string Fingerprint)
{
    /// <summary>Written with the fingerprint before <see cref="File"/> goes, so that whoever has more to do with the model can tell that it is whole, whenever it was stopped; null: nothing is written.</summary>
    public string? Trained { get; init; }

    /// <summary>Reads what there is to go on from, so that what is wrong with it is said before anything else is done.</summary>
    /// <exception cref="CheckpointException">The checkpoint is damaged or of another run.</exception>
    public void Check() => _ = new CheckpointKeeper(this);
}
