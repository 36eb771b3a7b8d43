using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Tenants;

/// <summary>Names a tenant: whose datasets, vocabularies and jobs they are.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.tenant")]
public sealed record TenantKey
{
    /// <summary>Checks the name.</summary>
    /// <exception cref="FormatException">A name that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public TenantKey(string name) => Name = KeyPart.Check(name, "tenant");

    /// <summary>The name.</summary>
    [Id(0)] public string Name { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not a tenant's name.</exception>
    public static TenantKey Parse(string key) => new(key);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
