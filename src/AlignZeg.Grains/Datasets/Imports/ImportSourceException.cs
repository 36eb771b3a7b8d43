namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>The container cannot be read. Has no inner exception: those of the client may say more than everybody may know.</summary>
internal sealed class ImportSourceException(string message, bool isPassing) : Exception(message)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsPassing { get; } = isPassing;
}
