namespace AlignZeg.Model.Training;

/// <summary>
/// Labelled pictures of any number, made ready one by one. Stateless: a picture follows from its step and slot, so that a run that goes on needs no position. The source
/// knows seen classes only: names and labels of unseen ones cannot come out of it.
/// </summary>
public interface IPictureSource
{
    /// <summary>Names of the seen classes, at most 254; label i + 1 is class i.</summary>
    IReadOnlyList<string> SeenNames { get; }

    /// <summary>A picture with labels, all of one size. Called by several threads at once.</summary>
    /// <param name="step">Counts batches from 0.</param> <param name="slot">Place in the batch.</param>
    TrainingImage Draw(long step, int slot);
}
