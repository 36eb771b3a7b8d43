namespace AlignZeg.Abstractions.Jobs;

/// <summary>The terms of a job break a rule.</summary>
[GenerateSerializer, Alias("alignzeg.invalid-job-terms")]
public sealed class InvalidJobTermsException : Exception
{
    /// <summary>Says which rule, and what to give.</summary>
    public InvalidJobTermsException(string message) : base(message)
    {
    }
}
