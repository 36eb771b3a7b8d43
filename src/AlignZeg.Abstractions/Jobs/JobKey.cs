using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>Names a job of a tenant. Written <c>tenant/job</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.job")]
public sealed record JobKey
{
    /// <summary>Checks both parts.</summary>
    /// <exception cref="FormatException">A part that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public JobKey(string tenant, string job) => (Tenant, Job) = (KeyPart.Check(tenant, "tenant"), KeyPart.Check(job, "job's name"));

    /// <summary>Whose it is.</summary>
    [Id(0)] public string Tenant { get; }

    /// <summary>Its name within the tenant.</summary>
    [Id(1)] public string Job { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/job</c>.</exception>
    public static JobKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 2, "tenant/job");
        return new(parts[0], parts[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Job}";
}
