namespace AlignZeg.Datasets.Archives;

/// <summary>An archive cannot be read to its end: it is damaged, locked, or more than the limits allow. The message is one sentence for its owner, with the entry where it stopped.</summary>
public sealed class ArchiveException : Exception
{
    /// <summary>Says what is wrong, where, and what to do.</summary>
    public ArchiveException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
