using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Hosting;

/// <summary>What may be uploaded. Section <c>Uploads</c> of a cluster's configuration.</summary>
public sealed class UploadOptions
{
    /// <summary>Largest image, in encoded bytes. Default: 64 MiB.</summary>
    [Range(1_024, 256 << 20)] public int MaxImageBytes { get; set; } = 64 << 20;

    /// <summary>Largest manifest, in bytes. Default: 256 MiB.</summary>
    [Range(1_024, 1 << 30)] public int MaxManifestBytes { get; set; } = 256 << 20;

    /// <summary>Largest archive, table or form of images, as it is sent, in bytes. A zip or table is kept in <see cref="SpoolDirectory"/> while it is read. Default: 16 GiB.</summary>
    [Range(1_024, 1L << 40)] public long MaxArchiveBytes { get; set; } = 16L << 30;

    /// <summary>Most entries of an archive, and rows of a table. Default: 1,000,000.</summary>
    [Range(1, 10_000_000)] public int MaxArchiveEntries { get; set; } = 1_000_000;

    /// <summary>Most bytes that come out of an archive or table. Default: 256 GiB.</summary>
    [Range(1_024, 1L << 44)] public long MaxUnpackedBytes { get; set; } = 256L << 30;

    /// <summary>Whether Parquet tables are taken as bodies: a library reads them that believes much; turn it on where tenants are trusted. Default: false, a table is 415.</summary>
    public bool Tables { get; set; }

    /// <summary>Most unpacked bytes of a row group of a Parquet table, which is in memory as a whole; memory is up to three times that. Default: 512 MiB; 100 images of 1 MiB, as <c>datasets</c> writes them, are a fifth of it.</summary>
    [Range(1 << 20, 1L << 30)] public long MaxTableGroupBytes { get; set; } = 512L << 20;

    /// <summary>Parquet tables that are read at a time, each with a row group in memory; others wait. Default: 2.</summary>
    [Range(1, 64)] public int TablesAtOnce { get; set; } = 2;

    /// <summary>Folder for zips and tables while they are read, and for the names of an upload once they are many; the files in it have no names and end with the process. Default: the system's folder for temporary files, which should not be memory.</summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>
    /// Which hosts containers are imported from: <c>HOST</c> over https, or <c>http://HOST:PORT</c>; <c>*.</c> stands for one label. Everything else is refused, so that
    /// nobody has this server read from its own network. Default: <c>*.blob.core.windows.net</c>, which a list of one's own replaces.
    /// </summary>
    public IReadOnlyList<string>? BlobHosts { get; set; } // not filled here: what is configured would be added to it
}

/// <summary>Checks <see cref="UploadOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
