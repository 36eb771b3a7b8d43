using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Grains;

/// <summary>The one reminder of a grain: it wakes the grain every minute, also after its silo was lost, until it is forgotten.</summary>
/// <param name="grain">Has to be <see cref="IRemindable"/>.</param> <param name="name">Of the reminder, for this grain alone.</param>
internal sealed class GrainReminder(Grain grain, string name)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private bool _isSet;

    /// <summary>Sets it, once, before what it reminds of is made durable: then that is never there without it. If that fails the activation ends, and with it what it holds that nobody will save.</summary>
    public async Task SetBeforeSaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SetAsync(cancellationToken);
        }
        catch
        {
            ((IGrainBase)grain).DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Sets it, once.</summary>
    /// <exception cref="StorageException">The table of reminders does not take it at present.</exception>
    public async Task SetAsync(CancellationToken cancellationToken)
    {
        if (_isSet) return;
        try
        {
            await grain.RegisterOrUpdateReminder(name, Period, Period, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OrleansException or TimeoutException or OperationCanceledException))
        {
            throw new StorageException("The reminders' storage does not answer at present; the same call may succeed in a moment.", StorageFault.Unavailable, exception); // each table has exceptions of its own, which callers do not know
        }

        _isSet = true;
    }

    /// <summary>It comes no more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken = default)
    {
        _isSet = false;
        if (await grain.GetReminder(name, cancellationToken) is { } reminder) await grain.UnregisterReminder(reminder, cancellationToken);
    }
}
