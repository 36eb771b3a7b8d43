using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Models;
using AlignZeg.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Workers;

/// <summary>Puts a worker together for a device thread.</summary>
internal sealed class WorkerFactory(
    IGrainFactory grains, IImageReader reader, IResultEncoder encoder, LabellingMeter meter, WorkerSettings settings)
{
    /// <summary>Works until stopped.</summary>
    public async Task RunAsync(string name, DeviceThread device, ILogger logger, CancellationToken stopping)
    {
        var (options, time) = (settings.Options.Value, settings.Time);
        using var leases = new LeasesInHand(options.LeasesInHand);
        var pace = new WorkPace(options, time);
        var reporter = new ResultReporter(grains, leases, pace, meter, time, logger);
        using var pipeline = new WorkerPipeline(options, reader, new BatchRunner(device, options, meter, logger), encoder, reporter, meter, logger);
        var parts = new WorkerParts(pipeline, leases, reporter, new LabellingPlans(grains, settings, device), pace, meter, time);
        await new DeviceWorker(name, parts, options, grains, logger).RunAsync(stopping);
    }
}

/// <summary>What all workers of a silo share.</summary>
internal sealed record WorkerSettings(IOptions<WorkerOptions> Options, TimeProvider Time, ClassifierCache Classifiers, BundleCache Bundles);
