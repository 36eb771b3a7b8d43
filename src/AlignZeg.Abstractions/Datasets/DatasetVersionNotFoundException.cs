namespace AlignZeg.Abstractions.Datasets;

/// <summary>A dataset has no version of the number asked for.</summary>
[GenerateSerializer, Alias("alignzeg.dataset-version-not-found")]
public sealed class DatasetVersionNotFoundException : Exception
{
    /// <summary>Names the dataset and the version that is missing.</summary>
    public DatasetVersionNotFoundException(string dataset, int version, int latest)
        : base(latest == 0
            ? $"The dataset '{dataset}' has no version yet; register one first."
            : $"The dataset '{dataset}' has no version {version}; its versions are 1 to {latest}.")
    {
    }
}
