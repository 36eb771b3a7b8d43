using System.Reflection;
using AlignZeg.Abstractions.Telemetry;
using AlignZeg.Server.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AlignZeg.Server.Telemetry;

/// <summary>Adds metrics, traces and logs to the process of a silo.</summary>
public static class TelemetryExtensions
{
    private static readonly string[] Meters = [PlatformTelemetry.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "System.Net.Http"];
    private static readonly string[] Sources = [PlatformTelemetry.Name, "Microsoft.Orleans.Application"];

    /// <summary>Adds what the options ask for; listens to nothing, and costs nothing, where they ask for nothing.</summary>
    /// <param name="builder">Of the silo's process.</param> <param name="options">What is asked for.</param> <param name="role">all, api or worker.</param> <param name="silo">Name of the silo.</param>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder, TelemetryOptions options, string role, string silo)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        AddLogs(builder.Logging, options.Logs);
        builder.Services.TryAddSingleton<Readiness>();
        if (!options.IsOn) return builder;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, role, silo)).WithMetrics(metrics => AddMetrics(metrics, options));
        if (options.HasReceiver) telemetry.WithTracing(traces => AddTraces(traces, options));
        if (options.Url is { } url) builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<TelemetryListener>(services, url));
        return builder;
    }

    private static void Describe(ResourceBuilder resource, string role, string silo) => resource
        .AddService("alignzeg", serviceVersion: typeof(TelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion, serviceInstanceId: silo)
        .AddAttributes([new("alignzeg.role", role)]);

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(Meters);
        if (options.Url is not null) metrics.AddPrometheusExporter();
        if (options.HasReceiver) metrics.AddOtlpExporter(otlp => Address(otlp, options));
    }

    private static void AddTraces(TracerProviderBuilder traces, TelemetryOptions options) => traces
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
        .AddSource(Sources)
        .AddAspNetCoreInstrumentation(http => http.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        .AddOtlpExporter(otlp => Address(otlp, options));

    private static void Address(OtlpExporterOptions exporter, TelemetryOptions options) => exporter.Endpoint = options.Otlp ?? exporter.Endpoint;

    private static void AddLogs(ILoggingBuilder logging, LogFormat format)
    {
        const string Stamp = "yyyy-MM-ddTHH:mm:ss.fffZ";
        if (format == LogFormat.Json) logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp, console.IncludeScopes) = (Stamp, true, true));
        else logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, Stamp + " "));
    }
}
