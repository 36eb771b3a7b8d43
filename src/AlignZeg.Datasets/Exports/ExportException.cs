namespace AlignZeg.Datasets.Exports;

/// <summary>An export or import that cannot be made, or an image that cannot be part of it. The message is one sentence: what is wrong, with what, what to do.</summary>
public sealed class ExportException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="inner">What the cause said, if it said something.</param>
    public ExportException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
