using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>Names a dataset of a tenant. Written <c>tenant/name</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.dataset")]
public sealed record DatasetKey
{
    /// <summary>Checks both parts.</summary>
    /// <exception cref="FormatException">A part that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public DatasetKey(string tenant, string name) => (Tenant, Name) = (KeyPart.Check(tenant, "tenant"), KeyPart.Check(name, "dataset's name"));

    /// <summary>Whose it is.</summary>
    [Id(0)] public string Tenant { get; }

    /// <summary>Its name within the tenant.</summary>
    [Id(1)] public string Name { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/name</c>.</exception>
    public static DatasetKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 2, "tenant/name");
        return new(parts[0], parts[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Name}";
}
