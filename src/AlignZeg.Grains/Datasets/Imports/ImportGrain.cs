using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Datasets.Imports;

[PrefersNoDevices]
internal sealed partial class ImportGrain(
    [PersistentState("import", GrainStorageNames.Datasets)] IPersistentState<ImportState> import, IBlobStore blobs, IOptions<ImportOptions> options, TimeProvider time,
    ILogger<ImportGrain> logger)
    : Grain, IImportGrain, IRemindable, IDisposable
{
    private const string Unexpected = "The import met an error that is not yours; it is tried again, and the operator finds it in the log.";
    private readonly BackgroundWork _work = new();
    private ImportCopier? _copier; // of the step that runs, or of the last one; only steps change it, which never run beside each other
    private Task _saving = Task.CompletedTask;

    private ImportKey Key => ImportKey.Parse(this.GetPrimaryKeyString());

    private bool IsRunning => import.State is { Request: not null, Phase: ImportPhase.Running };

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _work.Begin(this, () => IsRunning, StepAsync, options.Value.RetryEvery);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _work.EndAsync(cancellationToken);

    public void Dispose()
    {
        _work.Dispose();
        _copier?.Dispose();
    }

    public async Task<ImportStatus> StartAsync(ImportRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (import.State.Accept(Key.ToString(), request))
        {
            await _work.RemindAsync(cancellationToken);
            await SaveAsync();
            _work.Tend();
        }

        return await GetStatusAsync(cancellationToken);
    }

    public async Task<ImportStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await _saving; // it answers while a step is saved: only with what is durable
        return import.State.Request is null ? throw new ImportNotFoundException(Key.Import) : import.State.Status();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => _work.RemindedAsync();

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        while (IsRunning && !cancellationToken.IsCancellationRequested && await TryStepAsync(cancellationToken))
        {
        }
    }

    // What is copied is copied outside of the turn; state changes within.
    private async Task<bool> TryStepAsync(CancellationToken cancellationToken)
    {
        string? signature = import.State.Signature;
        try
        {
            if (import.State.IsListed) await CloseAsync(cancellationToken);
            else await CopyAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false; // the activation ends; the next one does this step again
        }
        catch (Exception exception) when (exception is not Orleans.Storage.InconsistentStateException)
        {
            DropCopier();
            if (import.State.Signature != signature) return true; // a newer one came meanwhile: that is tried
            await NoteAsync(exception);
            return false;
        }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        var (state, settings) = (import.State, options.Value);
        if (_copier?.Signature != state.Signature) DropCopier(); // a newer one came meanwhile
        var copier = _copier ??= new(Key, state.Request!, state.Signature!, blobs, settings);
        var (number, continuation) = (state.Steps, state.Continuation);
        var step = await Task.Run(() => copier.RunAsync(number, continuation, cancellationToken), cancellationToken);
        state.Take(step);
        await SaveAsync();
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        var (closing, steps) = (new ImportClosing(Key, blobs, GrainFactory, options.Value), import.State.Steps);
        import.State.Complete(await Task.Run(() => closing.RunAsync(steps, cancellationToken), cancellationToken));
        DropCopier();
        await SaveAsync();
    }

    // Its files have no names: until they are closed they take their room on the disk.
    private void DropCopier()
    {
        _copier?.Dispose();
        _copier = null;
    }

    private async Task NoteAsync(Exception exception)
    {
        if (exception is SourceContainerException { IsPassing: false } or StorageException { Fault: not StorageFault.Unavailable } or InvalidDatasetException) import.State.Fail(exception.Message);
        else import.State.Wait(exception is SourceContainerException or StorageException ? exception.Message : Unexpected, time.GetUtcNow(), options.Value.LongestOutage);
        LogStopped(logger, Key, exception.GetType().Name, import.State.Phase, import.State.Problem);
        await SaveAsync();
    }

    // A start with a newer signature and a step may want to save at the same time: one after the other.
    private Task SaveAsync() => _saving = SaveAfterAsync(_saving);

    private async Task SaveAfterAsync(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await import.SaveAsync(this, CancellationToken.None);
    }

    // Never the exception itself: what it may hold of addresses and signatures, nobody knows.
    [LoggerMessage(LogLevel.Warning, "Import {Import} met {Exception}, it is {Phase}: {Problem}")]
    private static partial void LogStopped(ILogger logger, ImportKey import, string exception, ImportPhase phase, string? problem);
}
