namespace AlignZeg.Datasets.Exports;

/// <summary>A format that can be exported.</summary>
/// <param name="Name">What it is called on the command line and in reports.</param>
/// <param name="Summary">What it writes, in a few words.</param>
/// <param name="Create">Makes a writer for one export.</param>
public sealed record ExportFormat(string Name, string Summary, Func<IExportFormat> Create)
{
    /// <summary>What a user should know of readers of this format; null if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Memory while a label map is written and read back, in bytes for each of its pixels, the two maps included; measured on a map of 120 million, where the parts of a class are looked for with some to spare. Default: 25.</summary>
    public int BytesPerPixel { get; init; } = 25;

    /// <summary>True if it can hold the pictures themselves beside their names. Default: false.</summary>
    public bool HoldsPictures { get; init; }

    /// <summary>True if its readers put the masks on pictures as stored, not turned upright by EXIF. Default: true.</summary>
    public bool OnPictures { get; init; } = true;
}
