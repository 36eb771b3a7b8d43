using AlignZeg.Grains.Hosting;
using AlignZeg.Servers;
using Xunit;

namespace AlignZeg.Grains.Tests.Hosting;

public sealed class TlsCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alignzeg-tls-").FullName;
    private readonly TestAuthority _authority = new("ours"), _other = new("theirs");
    private readonly TlsSettings _settings = new() { Certificate = "tls.crt", Key = "tls.key", Authority = "ca.crt" };

    public TlsCertificatesTests()
    {
        _authority.Write(_folder, "silo-1");
        _settings.StartAt(_folder);
    }

    [Fact]
    public void CertificatesOfTheAuthority_AreLetIn_AndNoOthers()
    {
        var certificates = new TlsCertificates(_settings);
        Assert.True(certificates.Own.HasPrivateKey);
        Assert.True(certificates.Trusts(_authority.Issue("silo-2"), []));
        Assert.False(certificates.Trusts(_other.Issue("silo-2"), []));
        Assert.False(certificates.Trusts(_authority.Issue("silo-2", TimeProvider.System.GetUtcNow().AddDays(-1)), [])); // one that has ended
    }

    [Fact]
    public void NewFiles_HoldAfterALook_AndBrokenOnesNever()
    {
        var certificates = new TlsCertificates(_settings);
        string first = certificates.Own.Thumbprint;
        Assert.False(certificates.Refresh());
        _authority.Write(_folder, "silo-1");
        Assert.Equal(first, certificates.Own.Thumbprint);
        Assert.True(certificates.Refresh());
        string second = certificates.Own.Thumbprint;
        Assert.NotEqual(first, second);
        File.WriteAllText(_settings.Certificate, "half a");
        Assert.Contains("Cluster:Tls:Certificate", Assert.Throws<InvalidDataException>(() => certificates.Refresh()).Message, StringComparison.Ordinal);
        Assert.Equal(second, certificates.Own.Thumbprint);
    }

    [Fact]
    public void AuthorityIsReplaced_WhileBothAreTrusted()
    {
        var certificates = new TlsCertificates(_settings);
        File.WriteAllText(_settings.Authority, _authority.Pem + "\n" + _other.Pem);
        certificates.Refresh();
        Assert.True(certificates.Trusts(_other.Issue("silo-2"), []) && certificates.Trusts(_authority.Issue("silo-2"), []));
        _other.Write(_folder, "silo-1"); // brings its own authority alone
        Assert.True(certificates.Refresh());
        Assert.False(certificates.Trusts(_authority.Issue("silo-2"), []));
    }

    [Fact]
    public void WhatIsWrong_IsSaid()
    {
        Assert.Contains("is not of the authority", Sentence(() => File.WriteAllText(_settings.Authority, _other.Pem)), StringComparison.Ordinal);
        Assert.Contains("has ended on", Sentence(() => _authority.Write(_folder, "silo-1", TimeProvider.System.GetUtcNow().AddDays(-1))), StringComparison.Ordinal);
        Assert.Contains("Cluster:Tls:Authority", Sentence(() => File.WriteAllText(_settings.Authority, "nothing")), StringComparison.Ordinal);
        Assert.Contains("Cluster:Tls:Key", Sentence(() => File.Delete(_settings.Key)), StringComparison.Ordinal);
        _authority.Write(_folder, "silo-1");
        string key = File.ReadAllText(_settings.Key);
        _authority.Write(_folder, "silo-2");
        Assert.Contains("the key is the certificate's", Sentence(() => File.WriteAllText(_settings.Key, key)), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Sentence(Action spoil)
    {
        spoil();
        return Assert.Throws<InvalidDataException>(() => new TlsCertificates(_settings)).Message;
    }
}
