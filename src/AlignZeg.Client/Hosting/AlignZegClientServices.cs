using AlignZeg.Client;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client to a host.</summary>
public static class AlignZegClientServices
{
    /// <summary>Adds <see cref="AlignZegClient"/>; its options are checked when the host starts.</summary>
    /// <param name="services">Of the host.</param> <param name="configure">Sets options.</param>
    /// <returns>To add handlers of one's own, logging or telemetry for example.</returns>
    public static IHttpClientBuilder AddAlignZegClient(this IServiceCollection services, Action<AlignZegClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptionsWithValidateOnStart<AlignZegClientOptions, AlignZegClientOptionsValidator>().Configure(configure);
        return services.AddHttpClient(nameof(AlignZegClient), http => http.Timeout = Timeout.InfiniteTimeSpan)
            .AddTypedClient((http, provider) => new AlignZegClient(http, provider.GetRequiredService<IOptions<AlignZegClientOptions>>().Value, provider.GetService<TimeProvider>()));
    }
}
