using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlignZeg.Grains.Hosting;

/// <summary>The certificate of this process and the authorities that it trusts, as the files were when they were last whole.</summary>
internal sealed class TlsCertificates
{
    private readonly TlsSettings _settings;
    private volatile Pair _current;

    /// <exception cref="InvalidDataException">A file is missing or is not what it should be; says which and what to do.</exception>
    public TlsCertificates(TlsSettings settings)
    {
        _settings = settings;
        _current = Read();
    }

    /// <summary>What is shown to others. Never disposed here: connections may still use a former one.</summary>
    public X509Certificate2 Own => _current.Own;

    /// <summary>Reads the files again.</summary>
    /// <returns>True if the certificate is another one now.</returns>
    /// <exception cref="InvalidDataException">They are not whole; what was read before still holds.</exception>
    public bool Refresh()
    {
        var read = Read();
        bool changed = read.Own.Thumbprint != Own.Thumbprint;
        _current = read;
        return changed;
    }

    /// <summary>Whether a certificate of the other side is of one of the authorities and valid now. Names are not compared: silos come and go, and their authority vouches for nothing else.</summary>
    /// <param name="certificate">Of the other side.</param> <param name="between">Certificates that lead from it to an authority.</param>
    public bool Trusts(X509Certificate2 certificate, IEnumerable<X509Certificate2> between) => Trusts(_current.Authorities, certificate, between);

    private Pair Read()
    {
        var own = Open("Certificate", _settings.Certificate, LoadOwn);
        var authorities = Open("Authority", _settings.Authority, LoadAuthorities);
        if (TimeProvider.System.GetUtcNow() > new DateTimeOffset(own.NotAfter)) throw new InvalidDataException($"Cluster:Tls:Certificate '{_settings.Certificate}' has ended on {own.NotAfter:yyyy-MM-dd}; have it renewed");
        if (!Trusts(authorities, own, [])) throw new InvalidDataException($"Cluster:Tls:Certificate '{_settings.Certificate}' is not of the authority in '{_settings.Authority}': the other silos would refuse it");
        return new(own, authorities);
    }

    // By way of PKCS #12: some platforms do not let a connection use a key that lives in memory only.
    private X509Certificate2 LoadOwn(string path)
    {
        using var loaded = X509Certificate2.CreateFromPemFile(path, _settings.Key);
        return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2Collection LoadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate");
    }

    private T Open<T>(string name, string path, Func<string, T> load)
    {
        foreach (var (key, file) in new[] { (name, path), ("Key", _settings.Key) })
            if (!File.Exists(file)) throw new InvalidDataException($"Cluster:Tls:{key} '{file}' is not there");
        try
        {
            return load(path);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"Cluster:Tls:{name} '{path}' cannot be used: {exception.Message.TrimEnd('.')} (files are PEM; the key is the certificate's, without a password)", exception);
        }
    }

    private static bool Trusts(X509Certificate2Collection authorities, X509Certificate2 certificate, IEnumerable<X509Certificate2> between)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (var one in between) chain.ChainPolicy.ExtraStore.Add(one);
        return chain.Build(certificate);
    }

    private sealed record Pair(X509Certificate2 Own, X509Certificate2Collection Authorities);
}
