using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Connections.Security;

namespace AlignZeg.Grains.Hosting;

/// <summary>TLS in both directions for the connections of a cluster.</summary>
internal static class ClusterTlsExtensions
{
    private const string AnyHost = "alignzeg"; // names are not compared; TLS wants one

    public static void UseClusterTls(this ISiloBuilder builder, ClusterConfiguration configuration)
    {
        if (configuration.Certificates is not { } certificates) return;
        builder.UseTls(options => Set(options, certificates));
        AddRotation(builder.Services, certificates, configuration.Settings.Tls!);
    }

    public static void UseClusterTls(this IClientBuilder builder, ClusterConfiguration configuration)
    {
        if (configuration.Certificates is not { } certificates) return;
        builder.UseTls(options => Set(options, certificates));
        AddRotation(builder.Services, certificates, configuration.Settings.Tls!);
    }

    /// <summary>Sets what connections ask. The certificate is chosen per connection, so that a new one holds for the next.</summary>
    internal static void Set(TlsOptions options, TlsCertificates certificates)
    {
        options.LocalCertificate = certificates.Own;
        options.LocalServerCertificateSelector = (_, _) => certificates.Own;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own;
        options.RemoteCertificateMode = options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, chain, _) => certificates.Trusts(certificate, chain?.ChainElements.Select(element => element.Certificate) ?? []);
        options.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = AnyHost;
    }

    private static void AddRotation(IServiceCollection services, TlsCertificates certificates, TlsSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(certificates).AddSingleton(settings).AddHostedService<TlsRotation>();
    }
}
