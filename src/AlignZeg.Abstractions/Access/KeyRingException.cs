namespace AlignZeg.Abstractions.Access;

/// <summary>A key cannot be added as asked; the message says why and what to do.</summary>
[GenerateSerializer, Alias("alignzeg.key-ring-exception")]
public sealed class KeyRingException : Exception
{
    /// <summary>Says why.</summary>
    public KeyRingException(string message) : base(message)
    {
    }
}
