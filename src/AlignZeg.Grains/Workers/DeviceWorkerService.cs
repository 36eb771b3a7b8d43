using AlignZeg.Grains.Devices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>Runs a worker per device thread of this silo while the silo is up.</summary>
internal sealed class DeviceWorkerService(SiloDevices devices, DeviceDirectory directory, WorkerFactory workers, ILocalSiloDetails silo, ILogger<DeviceWorkerService> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50), LongestWait = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (devices.All.Count == 0) return;
        await WaitForDirectoryAsync(stoppingToken);
        await Task.WhenAll(devices.All.Select(device => Task.Run(() => workers.RunAsync($"{silo.Name}/{device.Name}", device, logger, stoppingToken), CancellationToken.None)));
    }

    // The first call of the first worker places the dispatcher, for good: not before it is known which silos have no devices.
    private async Task WaitForDirectoryAsync(CancellationToken stoppingToken)
    {
        for (var waited = TimeSpan.Zero; !directory.IsComplete && waited < LongestWait && !stoppingToken.IsCancellationRequested; waited += Glance)
            await Task.Delay(Glance, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
