using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>Names an import of a tenant into a dataset. Written <c>tenant/dataset/import</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.import")]
public sealed record ImportKey
{
    /// <summary>Checks the import's name.</summary>
    /// <exception cref="FormatException">A name that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public ImportKey(DatasetKey dataset, string import) => (Dataset, Import) = (dataset ?? throw new ArgumentNullException(nameof(dataset)), KeyPart.Check(import, "import's name"));

    /// <summary>Where the images go.</summary>
    [Id(0)] public DatasetKey Dataset { get; }

    /// <summary>Its name within the dataset.</summary>
    [Id(1)] public string Import { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/dataset/import</c>.</exception>
    public static ImportKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 3, "tenant/dataset/import");
        return new(new(parts[0], parts[1]), parts[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Dataset}/{Import}";
}
