using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Exports;

/// <summary>Where the label maps of an export come from. Read as often as asked; no list of a large data set is kept.</summary>
internal interface IExportSource
{
    /// <summary>The folder that is read.</summary>
    string Root { get; }

    /// <summary>True if more images may come yet.</summary>
    bool IsPartial { get; }

    /// <summary>Reads the classes.</summary>
    /// <exception cref="CommandException">They are missing or of another form.</exception>
    Task<ExportClasses> ReadClassesAsync(CancellationToken cancellationToken);

    /// <summary>The images, always in the same order.</summary>
    /// <exception cref="CommandException">The source is damaged.</exception>
    IAsyncEnumerable<ExportItem> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>An image of the source.</summary>
/// <param name="Name">File name of the picture.</param> <param name="Stem">Of its outputs.</param>
/// <param name="Map">Its label map; null if it has none.</param> <param name="Problem">Why it has none.</param>
internal sealed record ExportItem(string Name, string Stem, string? Map, string? Problem = null);
