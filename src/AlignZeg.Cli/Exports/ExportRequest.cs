using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Exports;

/// <summary>What <c>alignzeg export</c> was asked for.</summary>
/// <param name="Source">Where images come from.</param> <param name="Format">What to write.</param> <param name="Output">Folder to make.</param>
/// <param name="Strict">Fails if anything was lost.</param> <param name="Overwrite">Replaces an earlier export.</param> <param name="Json">Events for machines.</param>
internal sealed record ExportRequest(IExportSource Source, ExportFormat Format, string Output, bool Strict, bool Overwrite, bool Json)
{
    /// <summary>What the command line calls <see cref="MaxPixels"/>.</summary>
    public const string MaxPixelsOption = "--max-pixels";

    /// <summary>What it is unless somebody says otherwise: 1.3 to 6.3 GB of memory, as formats go.</summary>
    public const long UsualMaxPixels = 250_000_000;

    /// <summary>Pixels of the largest label map that is taken.</summary>
    public long MaxPixels { get; init; } = UsualMaxPixels;

    /// <summary>Folder of the pictures, which become part of the export; null = their names alone do.</summary>
    public string? Pictures { get; init; }
}
