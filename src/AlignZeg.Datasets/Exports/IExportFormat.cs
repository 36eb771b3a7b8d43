using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>Writes one format, an image at a time. Used by one thread; memory does not grow with the number of images.</summary>
public interface IExportFormat : IDisposable
{
    /// <summary>Called once, before the first image.</summary>
    /// <param name="folder">Takes the files.</param>
    /// <param name="classes">Their order decides the format's ids.</param>
    /// <exception cref="ExportException">The format cannot hold these classes.</exception>
    void Begin(ExportFolder folder, ExportClasses classes);

    /// <summary>Writes one image and reads it back.</summary>
    /// <param name="image">Its ids are classes or ignore.</param>
    /// <param name="losses">Takes what the format could not carry.</param>
    /// <returns>The labels as a reader of the format has them, decoded from what was written.</returns>
    /// <exception cref="ExportException">The format cannot hold this image; nothing of it stays in the export.</exception>
    LabelMap Add(ExportImage image, ExportLosses losses);

    /// <summary>Called once, after the last image: what belongs to the whole export is written.</summary>
    void Complete();

    /// <summary>The format's own id of a class.</summary>
    long IdOf(int number);
}
