using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Exports;

/// <summary>Names an export of a job. Written <c>tenant/job/export</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.export")]
public sealed record ExportKey
{
    /// <summary>Checks the export's name.</summary>
    /// <exception cref="FormatException">A name that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public ExportKey(JobKey job, string export) => (Job, Export) = (job ?? throw new ArgumentNullException(nameof(job)), KeyPart.Check(export, "export's name"));

    /// <summary>Whose results are exported.</summary>
    [Id(0)] public JobKey Job { get; }

    /// <summary>Its name within the job.</summary>
    [Id(1)] public string Export { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/job/export</c>.</exception>
    public static ExportKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 3, "tenant/job/export");
        return new(new(parts[0], parts[1]), parts[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Job}/{Export}";
}
