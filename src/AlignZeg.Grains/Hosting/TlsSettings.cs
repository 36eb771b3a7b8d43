using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Grains.Hosting;

/// <summary>Files in PEM for TLS in both directions between silos and clients. Section <c>Cluster:Tls</c>. Relative paths start at the configuration file.</summary>
public sealed class TlsSettings
{
    /// <summary>The certificate that this silo or client shows.</summary>
    [Required] public string Certificate { get; set; } = "";

    /// <summary>Its private key, without a password.</summary>
    [Required] public string Key { get; set; } = "";

    /// <summary>The authorities whose certificates are let in, one or more; they belong to the cluster alone, since names are not compared: whoever has a certificate of theirs is a silo.</summary>
    [Required] public string Authority { get; set; } = "";

    /// <summary>How often the files are looked at; a new certificate holds for the next connection, without a restart. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromMinutes(1);

    internal void StartAt(string folder) =>
        (Certificate, Key, Authority) = (Path.GetFullPath(Certificate, folder), Path.GetFullPath(Key, folder), Path.GetFullPath(Authority, folder));
}
