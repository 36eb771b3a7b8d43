namespace AlignZeg.Grains.Devices;

/// <summary>Tells when a silo begins to leave, this one too.</summary>
internal sealed class SiloDepartures(ISiloStatusOracle silos, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener
{
    // Orleans ends activations a moment after it has heard of it, and who was woken may be back before.
    private static readonly TimeSpan[] Echoes = [TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private readonly Signal _left = new();

    /// <summary>Ends with the next departure.</summary>
    public Task Next => _left.Next;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloDepartures), ServiceLifecycleStage.ApplicationServices, _ =>
    {
        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status.IsTerminating()) _ = TellAsync();
    }

    private async Task TellAsync()
    {
        foreach (var pause in Echoes)
        {
            await Task.Delay(pause, time);
            _left.Raise();
        }
    }
}
