using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AlignZeg.Grains.Hosting;
using AlignZeg.Servers;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;
using Xunit;

namespace AlignZeg.Grains.Tests.Hosting;

/// <summary>Certificates are renewed under connections that are open: real TLS on a socket, with the options that silos and clients have.</summary>
public sealed class TlsRotationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alignzeg-tls-").FullName;
    private readonly TestAuthority _authority = new("ours");
    private readonly TlsSettings _settings = new() { Certificate = "tls.crt", Key = "tls.key", Authority = "ca.crt" };
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TlsOptions _options = new();
    private readonly TlsCertificates _certificates;
    private readonly TlsRotation _rotation;
    private readonly SaidLines _said = new();

    public TlsRotationTests()
    {
        _authority.Write(_folder, "silo-1", TimeProvider.System.GetUtcNow().AddDays(30));
        _settings.StartAt(_folder);
        _certificates = new(_settings);
        _rotation = new(_certificates, _settings, TimeProvider.System, _said);
        ClusterTlsExtensions.Set(_options, _certificates);
        _listener.Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RenewedCertificate_HoldsForTheNextConnection_AndCutsNoneThatIsOpen()
    {
        await using var open = await ConnectAsync();
        string first = _certificates.Own.Thumbprint;
        Assert.Equal((first, first), open.Shown);

        _authority.Write(_folder, "silo-1", TimeProvider.System.GetUtcNow().AddDays(60));
        _rotation.Look();
        await using var next = await ConnectAsync();
        Assert.NotEqual(first, next.Shown.Server);
        Assert.Equal((_certificates.Own.Thumbprint, _certificates.Own.Thumbprint), next.Shown);
        await open.ExchangeAsync(Token);
        await next.ExchangeAsync(Token);
        Assert.Contains("is now CN=silo-1", Assert.Single(_said.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PairThatIsHalfWritten_LeavesTheFormerOne_AndIsSaidOnce()
    {
        string first = _certificates.Own.Thumbprint, key = await File.ReadAllTextAsync(_settings.Key, Token);
        _authority.Write(_folder, "silo-1", TimeProvider.System.GetUtcNow().AddDays(60));
        string renewedKey = await File.ReadAllTextAsync(_settings.Key, Token);
        await File.WriteAllTextAsync(_settings.Key, key, Token); // the certificate is there, its key is not yet
        _rotation.Look();
        _rotation.Look();
        Assert.Contains("the former ones still hold", Assert.Single(_said.Lines), StringComparison.Ordinal);
        await using (var between = await ConnectAsync()) Assert.Equal((first, first), between.Shown);

        await File.WriteAllTextAsync(_settings.Key, renewedKey, Token);
        _rotation.Look();
        await using var after = await ConnectAsync();
        Assert.NotEqual(first, after.Shown.Server);
        Assert.Equal(2, _said.Lines.Count);
    }

    [Fact]
    public void CertificateThatEndsSoon_IsSaidOnceADay()
    {
        _authority.Write(_folder, "silo-1", TimeProvider.System.GetUtcNow().AddDays(3));
        _rotation.Look();
        _rotation.Look();
        Assert.Single(_said.Lines, line => line.Contains("others will refuse it then", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _rotation.Dispose();
        _listener.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Connection> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, Token);
        var accepted = await _listener.AcceptTcpClientAsync(Token);
        SslStream near = new(client.GetStream()), far = new(accepted.GetStream());
        await Task.WhenAll(
            near.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "any", RemoteCertificateValidationCallback = Validate,
                LocalCertificateSelectionCallback = (sender, host, local, remote, issuers) => _options.LocalClientCertificateSelector!(sender, host, local, remote, issuers)!,
            }, Token),
            far.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ClientCertificateRequired = true, RemoteCertificateValidationCallback = Validate,
                ServerCertificateSelectionCallback = (_, host) => _options.LocalServerCertificateSelector!(null!, host!)!,
            }, Token));
        return new(near, far);
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        _options.RemoteCertificateValidation!((X509Certificate2)certificate!, chain!, errors);

    private sealed record Connection(SslStream Near, SslStream Far) : IAsyncDisposable
    {
        /// <summary>Thumbprints of what the server and the client showed.</summary>
        public (string Server, string Client) Shown => (((X509Certificate2)Near.RemoteCertificate!).Thumbprint, ((X509Certificate2)Far.RemoteCertificate!).Thumbprint);

        public async Task ExchangeAsync(CancellationToken cancellationToken)
        {
            byte[] heard = new byte[4];
            await Near.WriteAsync("ping"u8.ToArray(), cancellationToken);
            await Far.ReadExactlyAsync(heard, cancellationToken);
            await Far.WriteAsync(heard, cancellationToken);
            await Near.ReadExactlyAsync(heard, cancellationToken);
            Assert.Equal("ping"u8.ToArray(), heard);
        }

        public async ValueTask DisposeAsync()
        {
            await Near.DisposeAsync();
            await Far.DisposeAsync();
        }
    }

    private sealed class SaidLines : ILogger<TlsRotation>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
