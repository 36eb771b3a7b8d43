namespace AlignZeg.Grains;

/// <summary>
/// Work of a grain that goes on beside its calls, whether or not anybody asks: nobody waits for it, no call and no timer, and the activation may end at any time. A timer begins it
/// anew while there is some; a reminder wakes the grain after its silo was lost.
/// </summary>
internal sealed class BackgroundWork : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private Grain _grain = null!; // it and the next four are there from the activation on
    private GrainReminder _reminder = null!;
    private Func<bool> _isRunning = null!;
    private Func<CancellationToken, Task> _workAsync = null!;
    private TimeSpan _period;
    private IGrainTimer? _looks; // while there is work, and keeps the activation for so long
    private Task _work = Task.CompletedTask;

    /// <summary>The grain is activated: if there is work, begins it at once, and looks after every period whether it is to go on.</summary>
    /// <param name="grain">Has to be <see cref="IRemindable"/>.</param> <param name="isRunning">Whether there is work.</param>
    /// <param name="workAsync">Does it, as far as it can now; cancelled when the activation ends, and the next one goes on.</param> <param name="period">Between two looks.</param>
    public void Begin(Grain grain, Func<bool> isRunning, Func<CancellationToken, Task> workAsync, TimeSpan period)
    {
        (_grain, _reminder, _isRunning, _workAsync, _period) = (grain, new(grain, "go-on"), isRunning, workAsync, period);
        if (isRunning()) Look(TimeSpan.Zero);
    }

    /// <summary>Begins the work, if there is some and it is not under way.</summary>
    public void Tend()
    {
        if (!_isRunning()) return;
        Look(_period);
        if (_work.IsCompleted) _work = _workAsync(_ending.Token);
    }

    /// <summary>Waits until what was begun has stopped, however it went.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken = default) =>
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <summary>The activation ends.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await StoppedAsync(cancellationToken);
    }

    /// <summary>To be called before work is made durable: then it is never there without somebody who comes back to it.</summary>
    public Task RemindAsync(CancellationToken cancellationToken) => _reminder.SetBeforeSaveAsync(cancellationToken);

    /// <summary>The reminder came. The activation that it woke has its timer; when there is nothing left to do, it comes no more.</summary>
    public async Task RemindedAsync()
    {
        if (!_isRunning()) await _reminder.ForgetAsync();
    }

    public void Dispose() => _ending.Dispose();

    private void Look(TimeSpan first) => _looks ??= _grain.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(first, _period) { KeepAlive = true });

    private Task LookAsync(CancellationToken cancellationToken)
    {
        Tend();
        if (_isRunning() || !_work.IsCompleted) return Task.CompletedTask;
        _looks?.Dispose(); // whoever only asks what became of the work keeps nothing in memory
        _looks = null;
        return Task.CompletedTask;
    }
}
