namespace AlignZeg.Datasets.Spools;

/// <summary>A file that is needed for a moment cannot be made, written or read.</summary>
public sealed class SpoolException : IOException
{
    /// <summary>Says where, and what to do.</summary>
    public SpoolException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>True if something could not be written, most likely for want of space.</summary>
    public bool IsFull { get; init; }
}
