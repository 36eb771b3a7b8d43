using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Exports;

/// <summary>What <c>alignzeg export</c> was asked for.</summary>
/// <param name="Source">Where images come from.</param> <param name="Format">What to write.</param> <param name="Output">Folder to make.</param>
/// <param name="Strict">Fails if anything was lost.</param> <param name="Overwrite">Replaces an earlier export.</param> <param name="Json">Events for machines.</param>
internal sealed record ExportRequest(IExportSource Source, ExportFormat Format, string Output, bool Strict, bool Overwrite, bool Json)
{
    /// <summary>Folder of the pictures, which become part of the export; null = their names alone do.</summary>
    public string? Pictures { get; init; }
}
