namespace AlignZeg.Abstractions.Exports;

/// <summary>There is no export of that name.</summary>
[GenerateSerializer, Alias("alignzeg.export-not-found")]
public sealed class ExportNotFoundException : Exception
{
    /// <summary>Names the export that is missing.</summary>
    public ExportNotFoundException(string export) : base($"The job has no export '{export}'; start it first.")
    {
    }
}
