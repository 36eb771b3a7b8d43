using AlignZeg.Grains.Devices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Workers;

/// <summary>Runs a worker per device thread of this silo while the silo is up.</summary>
internal sealed class DeviceWorkerService(
    SiloDevices devices, WorkerFactory workers, ILocalSiloDetails silo, IOptions<DeviceOptions> options, ILogger<DeviceWorkerService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Devices.Count == 0) return;
        await Task.WhenAll(devices.All.Select(device => Task.Run(() => workers.RunAsync($"{silo.Name}/{device.Name}", device, logger, stoppingToken), CancellationToken.None)));
    }
}
