using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Telemetry;

/// <summary>How a silo tells how it does. Section <c>Telemetry</c> of a cluster's configuration.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Address for <c>/metrics</c> (Prometheus), <c>/health/live</c> and <c>/health/ready</c>, of silos of every role; asks for no key, so it belongs in a trusted network. Default: none.</summary>
    public string? Url { get; set; }

    /// <summary>An OTLP receiver of metrics and traces over gRPC, for example <c>http://collector:4317</c>. The variables <c>OTEL_EXPORTER_OTLP_…</c> hold as well. Default: none.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Share of the traces that are recorded; a job is recorded with the call that started it, in whole or not at all. Default: 1.</summary>
    [Range(0.0, 1.0)] public double TraceRatio { get; set; } = 1;

    /// <summary>How the log is written. Default: text.</summary>
    public LogFormat Logs { get; set; } = LogFormat.Text;

    /// <summary>The least severe messages that are logged, of all parts of the process. Default: warnings of all parts, and what the platform itself says about jobs and workers.</summary>
    public LogLevel? Level { get; set; }

    /// <summary>Whether anybody listens.</summary>
    internal bool IsOn => Url is not null || HasReceiver;

    /// <summary>Whether metrics and spans are sent to a receiver; then grain calls have to carry spans.</summary>
    public bool HasReceiver => Otlp is not null || Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };
}

/// <summary>How a log is written to the console.</summary>
public enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object per line, with the parts of the message, trace and span.</summary>
    Json,
}

/// <summary>Checks <see cref="TelemetryOptions"/> when the silo starts.</summary>
[OptionsValidator]
public sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
