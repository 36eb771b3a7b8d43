using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlignZeg.Servers;

/// <summary>An authority of certificates that lives as long as a test.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <param name="name">Of the authority.</param>
    public TestAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddYears(-1), TimeProvider.System.GetUtcNow().AddYears(1));
    }

    /// <summary>The authority itself, in PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Writes <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>, as cert-manager names them.</summary>
    /// <param name="folder">Where; made if it is not there.</param> <param name="subject">Whose certificate.</param> <param name="end">When it ends. Default: tomorrow.</param>
    public void Write(string folder, string subject, DateTimeOffset? end = null)
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(subject, key, end);
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "ca.crt"), Pem);
    }

    /// <summary>A certificate of this authority with its key.</summary>
    public X509Certificate2 Issue(string subject, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(subject, key, end);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string subject, ECDsa key, DateTimeOffset? end) =>
        new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256).Create(_certificate, TimeProvider.System.GetUtcNow().AddDays(-30), end ?? TimeProvider.System.GetUtcNow().AddDays(1), RandomNumberGenerator.GetBytes(12));
}
