namespace AlignZeg.Storage.Azure;

/// <summary>A container of somebody else's cannot be read. Has no inner exception: those of the client may say more than everybody may know.</summary>
/// <param name="message">One sentence: what, where, what to do; never with a signature.</param>
/// <param name="isPassing">Whether the same call may succeed later.</param>
public sealed class SourceContainerException(string message, bool isPassing) : Exception(message)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsPassing { get; } = isPassing;
}
