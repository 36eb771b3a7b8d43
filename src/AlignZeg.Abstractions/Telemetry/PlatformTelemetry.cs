using System.Diagnostics;

namespace AlignZeg.Abstractions.Telemetry;

/// <summary>The names under which the platform tells how it does; whoever listens asks for these. What is measured is in the README of <c>AlignZeg.Server</c>'s folder <c>Telemetry</c>.</summary>
public static class PlatformTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "AlignZeg";

    /// <summary>Spans of the way of an image: lease, read, batch, encode, acknowledge, and the blobs below them. Costs nothing while nobody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Begins a span below another, which may have begun in another process long ago.</summary>
    /// <param name="name">Of the span, for example <c>batch</c>.</param>
    /// <param name="parent">W3C <c>traceparent</c>; null begins a trace of its own.</param>
    /// <returns>Null if nobody listens, or the trace is not recorded.</returns>
    public static Activity? Begin(string name, string? parent) =>
        ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? Source.StartActivity(name, ActivityKind.Internal, context) : Source.StartActivity(name);

    /// <summary>Begins a span that ends elsewhere: what the caller does next is not below it.</summary>
    /// <param name="name">Of the span.</param> <param name="parent">W3C <c>traceparent</c>; null begins a trace of its own.</param>
    public static Activity? BeginAside(string name, string? parent)
    {
        var current = Activity.Current;
        var span = Begin(name, parent);
        Activity.Current = current;
        return span;
    }

    /// <summary>Marks a span as failed, with a reason code and never with data of a tenant.</summary>
    public static void Fail(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);
}
