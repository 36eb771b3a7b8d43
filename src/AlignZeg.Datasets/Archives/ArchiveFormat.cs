namespace AlignZeg.Datasets.Archives;

/// <summary>The kinds of archives that are read.</summary>
public enum ArchiveFormat
{
    /// <summary>Zip, with or without zip64; needs a stream that can seek.</summary>
    Zip,

    /// <summary>Tar: ustar, pax and GNU.</summary>
    Tar,

    /// <summary>Tar within gzip.</summary>
    TarGzip,
}
