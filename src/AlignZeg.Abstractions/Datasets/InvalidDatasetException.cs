namespace AlignZeg.Abstractions.Datasets;

/// <summary>A manifest is not one; the message says which line and why.</summary>
[GenerateSerializer, Alias("alignzeg.invalid-dataset")]
public sealed class InvalidDatasetException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public InvalidDatasetException(string message) : base(message)
    {
    }
}
