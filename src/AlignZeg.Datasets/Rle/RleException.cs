namespace AlignZeg.Datasets.Rle;

/// <summary>A run-length mask that cannot be read. The message is one sentence: what is wrong, and where.</summary>
public sealed class RleException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The sentence.</param>
    public RleException(string message) : base(message)
    {
    }
}
