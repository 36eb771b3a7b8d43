namespace AlignZeg.Abstractions.Datasets;

/// <summary>There is no import of that name.</summary>
[GenerateSerializer, Alias("alignzeg.import-not-found")]
public sealed class ImportNotFoundException : Exception
{
    /// <summary>Names the import that is missing.</summary>
    public ImportNotFoundException(string import) : base($"There is no import '{import}'; start it first.")
    {
    }
}
