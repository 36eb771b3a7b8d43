using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Telemetry;

namespace AlignZeg.Storage.Blobs;

/// <summary>A blob store that tells how long it takes and how it fails, and is seen in traces of those who call it.</summary>
/// <param name="inner">Does the work.</param> <param name="meters">Where it is counted.</param>
public sealed class MeteredBlobStore(IBlobStore inner, IMeterFactory meters) : IBlobStore
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private readonly Histogram<double> _duration = meters.Create(PlatformTelemetry.Name).CreateHistogram("alignzeg.blob.duration", "s", "Time of a call to the blob storage, by operation and outcome (ok, or the fault).", advice: Seconds);
    private readonly Counter<long> _bytes = meters.Create(PlatformTelemetry.Name).CreateCounter<long>("alignzeg.blob.bytes", "By", "Bytes read from and written to the blob storage in whole.");

    /// <inheritdoc/>
    public async Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var blob = await RunAsync("read", name, () => inner.ReadAsync(name, cancellationToken));
        if (blob is not null) Count("read", blob.Content.Length);
        return blob;
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        string? version = await RunAsync("write", name, () => inner.WriteAsync(name, content, condition, cancellationToken));
        if (version is not null) Count("write", content.Length);
        return version;
    }

    /// <inheritdoc/>
    public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) =>
        RunAsync("write_stream", name, () => inner.WriteIfAbsentAsync(name, content, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default) =>
        RunAsync("read_stream", name, () => inner.CopyToAsync(name, target, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => RunAsync("exists", name, () => inner.ExistsAsync(name, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (string name in inner.ListAsync(prefix, cancellationToken)) yield return name; // how long it takes is up to the reader
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        RunAsync("delete", name, () => inner.DeleteAsync(name, condition, cancellationToken));

    private async Task<T> RunAsync<T>(string operation, string name, Func<Task<T>> call)
    {
        using var span = Activity.Current is null ? null : PlatformTelemetry.Source.StartActivity($"blob {operation}", ActivityKind.Client)?.SetTag("alignzeg.blob", name); // no traces of its own
        long start = Stopwatch.GetTimestamp();
        string outcome = "cancelled";
        try
        {
            var result = await call();
            outcome = "ok";
            return result;
        }
        catch (StorageException exception)
        {
            span.Fail(outcome = exception.Fault.ToString().ToLowerInvariant());
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("operation", operation), new("outcome", outcome));
        }
    }

    private void Count(string operation, long bytes) => _bytes.Add(bytes, new KeyValuePair<string, object?>("operation", operation));
}
