using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Datasets.Exports;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Exports;

[PrefersNoDevices]
internal sealed partial class ExportGrain(
    [PersistentState("export", GrainStorageNames.Jobs)] IPersistentState<ExportState> export, ExportRunner runner, IOptions<ExportOptions> options, TimeProvider time, ILogger<ExportGrain> logger)
    : Grain, IExportGrain, IRemindable, IDisposable
{
    private readonly BackgroundWork _work = new();
    private int _done;

    private ExportKey Key => ExportKey.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _work.Begin(this, () => export.State.IsRunning, RunAsync, options.Value.RetryEvery);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _work.EndAsync(cancellationToken);

    public void Dispose() => _work.Dispose();

    public async Task<ExportStatus> StartAsync(ExportOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var job = await GrainFactory.GetGrain<IJobGrain>(Key.Job.ToString()).GetStatusAsync(cancellationToken);
        if (!export.State.IsRunning) await _work.StoppedAsync(CancellationToken.None); // it saves its end
        if (export.State.Accept(Key.Export, order, job.Counts.Total, time.GetUtcNow()))
        {
            await _work.RemindAsync(cancellationToken);
            await export.SaveAsync(this, CancellationToken.None);
            _work.Tend();
        }

        return await GetStatusAsync(cancellationToken);
    }

    public Task<ExportStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        export.State.Order is null ? throw new ExportNotFoundException(Key.Export) : Task.FromResult(export.State.Status(Volatile.Read(ref _done)));

    public Task ReceiveReminder(string reminderName, TickStatus status) => _work.RemindedAsync();

    // The archive is made outside of the turn; state changes within.
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var place = await runner.EnterAsync(cancellationToken);
            if (await BeginAsync()) await WriteAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // the activation ends; the next one begins again
        }
        catch (Exception exception) when (exception is not Orleans.Storage.InconsistentStateException)
        {
            Note(exception);
            await export.SaveAsync(this, CancellationToken.None);
        }
    }

    private async Task<bool> BeginAsync()
    {
        bool begins = export.State.Begin(options.Value.Attempts, time.GetUtcNow());
        await export.SaveAsync(this, CancellationToken.None);
        return begins;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _done, 0);
        var (key, order) = (Key, export.State.Order!);
        export.State.Complete(await Task.Run(() => runner.RunAsync(key, order, () => Interlocked.Increment(ref _done), cancellationToken), cancellationToken), time.GetUtcNow());
        await export.SaveAsync(this, CancellationToken.None);
    }

    private void Note(Exception exception)
    {
        if (exception is ExportException or JobNotFoundException) export.State.Fail(exception.Message, time.GetUtcNow());
        else export.State.Wait(exception is StorageException { Fault: StorageFault.Full }
            ? "There is no room for the export; it is tried again, and its operator makes some."
            : "The export met an error that is not yours; it is tried again, and the operator finds it in the log.");
        LogStopped(logger, exception, Key, export.State.Phase, export.State.Attempts);
    }

    [LoggerMessage(LogLevel.Warning, "Export {Export} met an error at its attempt {Attempt}; it is {Phase}.")]
    private static partial void LogStopped(ILogger logger, Exception exception, ExportKey export, ExportPhase phase, int attempt);
}
