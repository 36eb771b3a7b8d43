using AlignZeg.Abstractions.Datasets;

namespace AlignZeg.Grains.Datasets;

/// <summary>The versions of a dataset.</summary>
internal sealed class DatasetState
{
    /// <summary>Ascending; version n is at n - 1.</summary>
    public List<DatasetVersion> Versions { get; set; } = [];

    /// <summary>The version with that manifest, if there is one.</summary>
    public DatasetVersion? Find(string hash) => Versions.Find(version => version.Hash == hash);

    /// <summary>Version of a number; 0 = the latest.</summary>
    /// <exception cref="DatasetVersionNotFoundException">There is none.</exception>
    public DatasetVersion Get(string dataset, int number)
    {
        if (number == 0) number = Versions.Count;
        return number >= 1 && number <= Versions.Count ? Versions[number - 1] : throw new DatasetVersionNotFoundException(dataset, number, Versions.Count);
    }
}
