namespace AlignZeg.Abstractions.Tenants;

/// <summary>A quota or a weight is out of its range.</summary>
[GenerateSerializer, Alias("alignzeg.invalid-tenant-terms")]
public sealed class InvalidTenantTermsException : Exception
{
    /// <summary>Says what is wrong and what to do.</summary>
    public InvalidTenantTermsException(string message) : base(message)
    {
    }
}
