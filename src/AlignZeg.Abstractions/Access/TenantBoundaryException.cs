namespace AlignZeg.Abstractions.Access;

/// <summary>A call on behalf of one tenant reached a grain of another: a fault in the platform, stopped before it did anything.</summary>
[GenerateSerializer, Alias("alignzeg.tenant-boundary")]
public sealed class TenantBoundaryException : Exception
{
    /// <summary>Names the caller's tenant and what was called.</summary>
    public TenantBoundaryException(string tenant, string called) : base($"A call for the tenant '{tenant}' went to '{called}', which belongs to another.")
    {
    }
}
