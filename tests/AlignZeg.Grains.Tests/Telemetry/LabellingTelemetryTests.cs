using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Telemetry;
using AlignZeg.Grains.Tests.Labelling;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Telemetry;

// Alone, because a listener hears the whole process: leases of other tests that began under the listener of one test here would end under that of the next.
[CollectionDefinition(nameof(LabellingTelemetryTests), DisableParallelization = true)]
[Collection(nameof(LabellingTelemetryTests))]
public sealed class LabellingTelemetryTests
{
    private readonly ConcurrentQueue<Activity> _spans = [];

    [Fact]
    public async Task Job_IsOneTrace_FromTheCallThatStartsItDownToTheBlobs()
    {
        using var listener = Listen();
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.AddActivityPropagation());
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 25));
        using var root = new Activity("POST /v1/jobs").Start();
        Assert.Equal(JobPhase.Completed, (await cluster.RunAsync("job", request)).Phase);
        await cluster.DisposeAsync(); // the last lease has ended
        var mine = _spans.Where(span => span.TraceId == root.TraceId && span.Source.Name == PlatformTelemetry.Name).ToList();
        var leases = mine.Where(span => span.OperationName == "lease").ToList();
        Assert.Equal(25, leases.Sum(lease => (int)lease.GetTagItem("alignzeg.images")!));
        Assert.Equal(25, Below(leases, mine, "read").Count);
        Assert.Equal(25, Below(leases, mine, "batch").Sum(batch => (int)batch.GetTagItem("alignzeg.images")!));
        Assert.Equal(25, Below(leases, mine, "acknowledge").Sum(call => (int)call.GetTagItem("alignzeg.images")!));
        Assert.Equal(25, Below(Below(leases, mine, "encode"), mine, "blob write").Select(span => span.ParentSpanId).Distinct().Count());
    }

    [Fact]
    public async Task LeaseThatIsNotRecorded_HasNoSpansBelow_AndBeginsNoTracesElsewhere()
    {
        using var listener = Listen(unrecorded: "lease");
        await using var cluster = await LabellingCluster.StartAsync();
        Assert.Equal(JobPhase.Completed, (await cluster.RunAsync("job", await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 5)))).Phase);
        Assert.Equal([], _spans.Select(span => span.OperationName).Intersect(["lease", "read", "batch", "encode", "acknowledge"]));
    }

    [Fact]
    public async Task Silo_CountsWhatItLabels_AndWhyItFails()
    {
        await using var cluster = await LabellingCluster.StartAsync();
        using var counts = new Counts(cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<IMeterFactory>());
        string folder = Path.Combine(cluster.DirectoryPath, "images");
        var images = TestImages.Write(folder, 9).Append(TestImages.Missing(folder, "gone.png")).ToList();
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        Assert.Equal((9, 1), (status.Counts.Ok, status.Counts.Failed));
        Assert.Equal(9, counts.Of("alignzeg.images", ("status", "ok"), ("tenant", "t"), ("reason", "")));
        Assert.Equal(1, counts.Of("alignzeg.images", ("status", "failed"), ("reason", "not_found")));
        Assert.Equal(9, counts.Of("alignzeg.batch.images"));
        Assert.Equal(9, counts.Times("alignzeg.queue.wait"));
        Assert.Equal(9, counts.Of("alignzeg.cache.lookups", ("cache", "results"), ("hit", false)));
        Assert.Equal(status.Counts.Usage.Pixels, counts.Of("alignzeg.image.pixels", ("tenant", "t")));
        Assert.Equal(9, counts.Times("alignzeg.stage.duration", ("stage", "decode")));
        Assert.True(counts.Times("alignzeg.blob.duration", ("operation", "write"), ("outcome", "ok")) >= 9);
        Assert.Equal(0, counts.Of("alignzeg.lease.expiries"));
    }

    private static List<Activity> Below(IEnumerable<Activity> parents, IEnumerable<Activity> spans, string name)
    {
        var ids = parents.Select(parent => parent.SpanId).ToHashSet();
        return [.. spans.Where(span => span.OperationName == name && ids.Contains(span.ParentSpanId))];
    }

    private ActivityListener Listen(string? unrecorded = null)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PlatformTelemetry.Name || source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> span) => span.Name == unrecorded ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> _seen = [];

        public Counts(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PlatformTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
            _listener.Start();
        }

        public double Of(string name, params (string Key, object Value)[] tags) => Matching(name, tags).Sum(one => one.Value);

        public int Times(string name, params (string Key, object Value)[] tags) => Matching(name, tags).Count();

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> Matching(string name, (string Key, object Value)[] tags) =>
            _seen.Where(one => one.Name == name && tags.All(tag => one.Tags.Contains(new(tag.Key, tag.Value))));
    }
}
