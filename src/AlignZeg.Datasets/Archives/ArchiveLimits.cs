namespace AlignZeg.Datasets.Archives;

/// <summary>What an archive may hold before it is refused. The directory of a zip is in memory, some 300 bytes an entry; of contents, one image is.</summary>
/// <param name="MaxEntryBytes">Largest image, unpacked, in bytes; a larger one is skipped.</param>
/// <param name="MaxEntries">Most entries, of any kind. Default: 1,000,000.</param>
/// <param name="MaxUnpackedBytes">Most bytes that are unpacked, in all. Default: 256 GiB.</param>
/// <param name="MaxRatio">
/// How many times larger than the archive its contents may be. Default: 200, ours: JPEG and PNG do not shrink at all, drawn pictures as BMP or TIFF some
/// hundredfold at worst, bombs a thousandfold.
/// </param>
/// <param name="MaxSidecarBytes">Largest sidecar of a tar (see <see cref="ArchiveEntry.Sidecar"/>), in bytes; larger ones are skipped. Default: 0, sidecars are files like others.</param>
public sealed record ArchiveLimits(int MaxEntryBytes, int MaxEntries = 1_000_000, long MaxUnpackedBytes = 256L << 30, int MaxRatio = 200, int MaxSidecarBytes = 0)
{
    /// <summary>What <see cref="MaxSidecarBytes"/> is wherever sidecars are asked for, in bytes: 64 KiB.</summary>
    public const int UsualSidecarBytes = 64 << 10;

    /// <summary>Largest list of what is said about images (see <see cref="MetadataList"/>), in bytes, in memory as a whole; larger ones are skipped. Default: 0, such lists are files like others.</summary>
    public int MaxListBytes { get; init; }

    /// <summary>Most unpacked bytes of a row group of a table, which is in memory as a whole; memory is up to three times that. Default: 1 GiB.</summary>
    public long MaxGroupBytes { get; init; } = 1L << 30;

    /// <summary>Entries of what came before in the same upload, of a table its rows: they count among <see cref="MaxEntries"/>. Default: 0.</summary>
    public int EntriesBefore { get; init; }

    /// <summary>Most letters in the texts of a row of a table. Default: as many as there may be.</summary>
    public long MaxRowLetters { get; init; } = long.MaxValue;

    /// <summary>What may be unpacked whatever the ratio: small archives of flat pictures do no harm.</summary>
    internal const long FreeBytes = 16L << 20;

    /// <summary>The most that may come out of so many bytes.</summary>
    internal long UnpackedOf(long packed) => Math.Min(MaxUnpackedBytes, packed > long.MaxValue / MaxRatio ? long.MaxValue : Math.Max(FreeBytes, packed * MaxRatio));
}
