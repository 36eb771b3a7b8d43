namespace AlignZeg.Abstractions.Datasets;

/// <summary>The import already holds another request.</summary>
[GenerateSerializer, Alias("alignzeg.import-conflict")]
public sealed class ImportConflictException : Exception
{
    /// <summary>Names the import.</summary>
    public ImportConflictException(string import)
        : base($"The import '{import}' was started with another container or prefix; use another id, or the same request again to go on with it.")
    {
    }
}
