using System.Diagnostics;
using System.Threading.Channels;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Telemetry;
using AlignZeg.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// The stages of a worker and the bounded queues between them: read and decode, compute, encode and write, acknowledge. The stages of different
/// batches and leases overlap. At most a lease's worth of images is computed and not yet acknowledged: that bounds what is computed again after a crash.
/// </summary>
internal sealed partial class WorkerPipeline : IDisposable
{
    private readonly WorkerOptions _options;
    private readonly IImageReader _reader;
    private readonly BatchRunner _batches;
    private readonly IResultEncoder _encoder;
    private readonly ResultReporter _reporter;
    private readonly LabellingMeter _meter;
    private readonly ILogger _logger;
    private readonly Patience _patience;
    private readonly PixelGate _pixels;
    private readonly SemaphoreSlim _computed;
    private readonly Channel<ImageInHand> _toRead, _toCompute, _toEncode, _toReport;

    public WorkerPipeline(WorkerOptions options, IImageReader reader, BatchRunner batches, IResultEncoder encoder, ResultReporter reporter, LabellingMeter meter, ILogger logger)
    {
        (_options, _reader, _batches, _encoder, _reporter, _meter, _logger, _patience) = (options, reader, batches, encoder, reporter, meter, logger, reporter.Patience);
        (_pixels, _computed) = (new(options.MaxPixelsInHand), new(options.LeaseImages, options.LeaseImages));
        _toRead = Queue((options.LeasesInHand + 2) * options.LeaseImages); // all leases in hand, and those given back that wait for the batch to end: what goes first is not kept out
        _toCompute = Queue(2 * options.BatchImages);
        (_toEncode, _toReport) = (Queue(options.LeaseImages), Queue(options.LeaseImages));
    }

    /// <summary>Takes the images of a lease, as room is made for them.</summary>
    public async Task AddAsync(LeaseInHand lease)
    {
        foreach (var _ in lease.Images) _batches.Uses.Enter(lease.Plan.Model.Hash);
        foreach (var image in lease.Images) await _toRead.Writer.WriteAsync(new(lease, image));
    }

    /// <summary>No more leases will come.</summary>
    public void Complete() => _toRead.Writer.Complete();

    /// <summary>Runs until <see cref="Complete"/> was called and every image has left.</summary>
    /// <param name="cancellationToken">Gives up at once, without acknowledging what is in hand.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            StageAsync(_options.PreparationThreads, _toRead, _toCompute, item => ReadAsync(item, cancellationToken)),
            Task.Run(() => ComputeAsync(cancellationToken), CancellationToken.None),
            StageAsync(_options.EncodingThreads, _toEncode, _toReport, item => EncodeAsync(item, cancellationToken)),
            Task.Run(() => ReportAsync(cancellationToken), CancellationToken.None));
    }

    public void Dispose() => _computed.Dispose();

    private static Channel<ImageInHand> Queue(int capacity) => Channel.CreateBounded<ImageInHand>(capacity);

    private static async Task StageAsync(int threads, Channel<ImageInHand> from, Channel<ImageInHand> to, Func<ImageInHand, Task> work)
    {
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(RunAsync)));
        to.Writer.Complete();

        async Task RunAsync()
        {
            await foreach (var item in from.Reader.ReadAllAsync())
            {
                await work(item);
                await to.Writer.WriteAsync(item);
            }
        }
    }

    private async Task ReadAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        if (item.Lease.IsDropped || cancellationToken.IsCancellationRequested) return;
        using var span = Begin("read", item);
        await GuardAsync(item, () => _reader.ReadAsync(item, _pixels, cancellationToken));
        _meter.Took("read", item.ReadMs);
        _meter.Took("decode", item.DecodeMs);
        item.ReadyAt = Stopwatch.GetTimestamp();
    }

    private static Activity? Begin(string stage, ImageInHand item) => item.Lease.Begin(stage)?.SetTag("alignzeg.image", item.Image.Index);

    private async Task ComputeAsync(CancellationToken cancellationToken)
    {
        while (await _batches.TakeAsync(_toCompute.Reader) is { Count: > 0 } batch)
        {
            foreach (var item in batch.Where(IsWanted)) await TakeSlotAsync(item);
            var wanted = batch.Where(item => item.HoldsComputeSlot && IsWanted(item)).ToArray(); // its job may have ended while it waited
            if (wanted.Length > 0) await GuardAsync(wanted[0], () => _batches.RunAsync(wanted, cancellationToken));
            foreach (var item in batch) await _toEncode.Writer.WriteAsync(item, CancellationToken.None);
        }

        _toEncode.Writer.Complete();
    }

    private static bool IsWanted(ImageInHand item) => item is { Input: not null, Lease.IsDropped: false } && item.Lease.TryBegin();

    private async Task TakeSlotAsync(ImageInHand item)
    {
        await _computed.WaitAsync();
        item.HoldsComputeSlot = true;
    }

    // Neither output nor earlier result nor rejection: the image was let go of on the way.
    private async Task EncodeAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        if ((item.Output is null && item.Earlier is null && item.Rejection is null) || !item.Lease.TryBegin()) return;
        using var span = Begin("encode", item);
        long start = Stopwatch.GetTimestamp();
        await GuardAsync(item, EncodeOnceAsync);
        if (item.Result is null && item.Rejection is not null) await GuardAsync(item, EncodeOnceAsync); // its outputs failed: a failed record needs none
        _meter.Took("encode", Stopwatches.Since(start));
        if (item.Rejection is { } rejection)
        {
            span.Fail(rejection.Reason);
            if (rejection.IsOfThePlatform) LogFault(_logger, item.Image.Index, item.Lease.Shard.Job, rejection.Reason, rejection);
            else LogRejected(_logger, item.Image.Index, item.Lease.Shard.Job, rejection.Reason);
        }

        async Task EncodeOnceAsync() => item.Result = await _encoder.EncodeAsync(item, cancellationToken);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        while (await _toReport.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var ready = new List<ImageInHand>();
            while (ready.Count < _options.LeaseImages && _toReport.Reader.TryRead(out var item)) ready.Add(item);
            await _reporter.ReportAsync(ready, cancellationToken);
            foreach (var item in ready) await LetGoAsync(item);
        }
    }

    private async Task LetGoAsync(ImageInHand item)
    {
        await item.Telling;
        item.Claim?.Dispose();
        item.Rows?.Dispose();
        _batches.Uses.Leave(item.Lease.Plan.Model.Hash);
        _pixels.Leave(item.PixelsHeld);
        if (item.HoldsComputeSlot) _computed.Release();
    }

    // What is not the image's fault stops its job with a sentence, and the images are let go of for another time; anything unforeseen fails the image.
    private async Task GuardAsync(ImageInHand item, Func<Task> work)
    {
        try
        {
            await _patience.RunAsync(work, () => item.Lease.IsDropped);
        }
        catch (Exception exception) when (exception is StorageException or ModelUnavailableException)
        {
            await _reporter.BlockAsync(item.Lease, exception.Message);
        }
        catch (OperationCanceledException)
        {
            item.Lease.Drop();
        }
        catch (Exception exception)
        {
            item.Rejection = new("internal_error", $"The image '{item.Image.Name}' could not be processed: {exception.Message}", exception);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Image {Image} of the job {Job} failed: {Reason}.")]
    private static partial void LogRejected(ILogger logger, int image, JobKey job, string reason);

    [LoggerMessage(LogLevel.Warning, "Image {Image} of the job {Job} failed, and that is not the image's fault: {Reason}.")]
    private static partial void LogFault(ILogger logger, int image, JobKey job, string reason, Exception exception);
}
