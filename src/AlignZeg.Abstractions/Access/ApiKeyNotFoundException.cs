namespace AlignZeg.Abstractions.Access;

/// <summary>A tenant has no API key of that id.</summary>
[GenerateSerializer, Alias("alignzeg.api-key-not-found")]
public sealed class ApiKeyNotFoundException : Exception
{
    /// <summary>Names the tenant and the key's id.</summary>
    public ApiKeyNotFoundException(string tenant, string id) : base($"The tenant '{tenant}' has no API key '{id}'; list its keys to see their ids.")
    {
    }
}
