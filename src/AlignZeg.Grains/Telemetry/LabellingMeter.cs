using System.Diagnostics.Metrics;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Telemetry;

namespace AlignZeg.Grains.Telemetry;

/// <summary>What a silo counts while it labels. Tenants are labels of what they pay for; jobs and images are not, there are too many of them.</summary>
internal sealed class LabellingMeter
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly InstrumentAdvice<int> Images = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] };
    private readonly Counter<long> _images, _bytes, _pixels, _expiries, _leases, _lookups;
    private readonly Counter<double> _deviceTime;
    private readonly Histogram<int> _fill;
    private readonly Histogram<double> _batch, _wait, _stage;

    public LabellingMeter(IMeterFactory meters)
    {
        var meter = meters.Create(PlatformTelemetry.Name);
        _images = meter.CreateCounter<long>("alignzeg.images", "{image}", "Images whose result is durable, by tenant, status (ok or failed), reason of a failure, and whether an earlier result was taken over.");
        _bytes = meter.CreateCounter<long>("alignzeg.image.bytes", "By", "Bytes of those images as they were read, by tenant.");
        _pixels = meter.CreateCounter<long>("alignzeg.image.pixels", "{pixel}", "Pixels of those images, by tenant.");
        _deviceTime = meter.CreateCounter<double>("alignzeg.device.time", "s", "Time that devices worked for those images, by tenant.");
        _leases = meter.CreateCounter<long>("alignzeg.leases", "{lease}", "Leases that workers took.");
        _expiries = meter.CreateCounter<long>("alignzeg.lease.expiries", "{lease}", "Leases whose worker was not heard of in time; their images are computed again.");
        _lookups = meter.CreateCounter<long>("alignzeg.cache.lookups", "{lookup}", "Looks into a cache (results, features, classifiers), hit or not.");
        _fill = meter.CreateHistogram("alignzeg.batch.images", "{image}", "Images of a batch that was computed, by device.", advice: Images);
        _batch = meter.CreateHistogram("alignzeg.batch.duration", "s", "Time that a device needed for a batch.", advice: Seconds);
        _wait = meter.CreateHistogram("alignzeg.queue.wait", "s", "Time from when an image was ready for the device until its batch began.", advice: Seconds);
        _stage = meter.CreateHistogram("alignzeg.stage.duration", "s", "Time of an image in a stage beside the device: read, decode, encode (which writes too).", advice: Seconds);
    }

    /// <summary>A result that its shard has.</summary>
    public void Acknowledged(string tenant, CompletedImage result)
    {
        var who = Tag("tenant", tenant);
        _images.Add(1, who, Tag("status", result.Reason is null ? "ok" : "failed"), Tag("reason", result.Reason ?? ""), Tag("reused", result.Usage.Reused > 0));
        _bytes.Add(result.Usage.Bytes, who);
        _pixels.Add(result.Usage.Pixels, who);
        _deviceTime.Add(result.Usage.DeviceMilliseconds / 1000, who);
    }

    public void LeaseTaken() => _leases.Add(1);

    public void LeasesExpired(int count) => _expiries.Add(count);

    /// <param name="cache"><c>results</c>, <c>features</c> or <c>classifiers</c>.</param> <param name="hit">Whether it was there.</param>
    public void LookedUp(string cache, bool hit) => _lookups.Add(1, Tag("cache", cache), Tag("hit", hit));

    public void Computed(string device, int images, double milliseconds)
    {
        _fill.Record(images, Tag("device", device));
        _batch.Record(milliseconds / 1000, Tag("device", device));
    }

    public void Waited(TimeSpan wait) => _wait.Record(wait.TotalSeconds);

    /// <param name="stage"><c>read</c>, <c>decode</c> or <c>encode</c>.</param> <param name="milliseconds">0 = the stage was left out.</param>
    public void Took(string stage, double milliseconds)
    {
        if (milliseconds > 0) _stage.Record(milliseconds / 1000, Tag("stage", stage));
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
