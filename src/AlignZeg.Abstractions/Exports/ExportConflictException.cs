namespace AlignZeg.Abstractions.Exports;

/// <summary>The export already holds another order.</summary>
[GenerateSerializer, Alias("alignzeg.export-conflict")]
public sealed class ExportConflictException : Exception
{
    /// <summary>Names the export.</summary>
    public ExportConflictException(string export)
        : base($"The export '{export}' was started with another format, or with another word on losses; use another id.")
    {
    }
}
