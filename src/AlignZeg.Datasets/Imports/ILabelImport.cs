using AlignZeg.Datasets.Exports;

namespace AlignZeg.Datasets.Imports;

/// <summary>Labels that another tool wrote, an image at a time.</summary>
public interface ILabelImport : IDisposable
{
    /// <summary>The classes, in the order of the ids in the label maps.</summary>
    ExportClasses Classes { get; }

    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>The images in the order of the input; one that cannot be read has its problem instead of a map.</summary>
    IEnumerable<ImportedImage> Read();
}
