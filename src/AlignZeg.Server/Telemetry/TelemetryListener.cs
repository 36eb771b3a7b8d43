using AlignZeg.Server.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace AlignZeg.Server.Telemetry;

/// <summary>
/// Metrics and health of a silo on an address of their own: workers, which have no API, have them too, and what asks for no key is never on the address that tenants reach.
/// </summary>
/// <param name="url">Address and port.</param> <param name="metrics">Of the silo's process.</param> <param name="readiness">Of the silo.</param> <param name="logs">Where it logs.</param>
internal sealed class TelemetryListener(string url, MeterProvider metrics, Readiness readiness, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "alignzeg" });
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore().AddSingleton(logs).AddSingleton(readiness);
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, context => context.Request.Path == "/metrics", null, null, null);
        _app.MapHealth();
        await _app.StartAsync(cancellationToken);
        Console.Out.WriteLine($"metrics ready: {string.Join(", ", _app.Urls)}/metrics");
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
