using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Server.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Cli.Clusters;

/// <summary>Loads the models of <see cref="DeviceOptions.Warm"/> onto the devices of this silo; it is ready when they are there. A model of a name that nobody has registered is no obstacle: it loads at first use.</summary>
internal sealed partial class WarmModels(IGrainFactory grains, ILocalSiloDetails silo, IOptions<DeviceOptions> devices, ILogger<WarmModels> logger) : BackgroundService, IReadinessObstacle
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> _names = devices.Value.Devices.Count == 0 ? [] : devices.Value.Warm;
    private volatile string? _obstacle = devices.Value is { Devices.Count: > 0, Warm: [var first, ..] } ? $"the model '{first}' is not loaded yet" : null;

    /// <inheritdoc/>
    public string? Obstacle => _obstacle;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (string name in _names)
        {
            _obstacle = $"the model '{name}' is not loaded yet";
            while (!await TryAsync(name, stoppingToken)) await Task.Delay(Pause, stoppingToken);
        }

        _obstacle = null;
    }

    private async Task<bool> TryAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(grains.GetGrain<IModelGrain>(new ModelKey(name).ToString()), cancellationToken);
        }
        catch (ModelNotFoundException)
        {
            LogUnknown(logger, name);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _obstacle = $"the model '{name}' does not load: {exception.Message}";
            LogFailed(logger, name, exception.Message);
            await Task.Delay(PauseAfterFailure, cancellationToken);
            return false;
        }
    }

    // Which devices a silo has is known to others a moment after it has joined.
    private async Task<bool> LoadAsync(IModelGrain model, CancellationToken cancellationToken)
    {
        var bundle = await model.ResolveAsync(cancellationToken);
        var here = (await model.ListInstancesAsync(cancellationToken)).Where(instance => instance.Silo == silo.Name).ToList();
        await Task.WhenAll(here.Select(instance => grains.GetGrain<IModelInstanceGrain>(instance.ToString()).LoadAsync(bundle, cancellationToken)));
        return here.Count > 0;
    }

    [LoggerMessage(LogLevel.Warning, "Nobody has registered the model {Model} of Devices:Warm; it loads at first use.")] private static partial void LogUnknown(ILogger logger, string model);

    [LoggerMessage(LogLevel.Warning, "The model {Model} of Devices:Warm does not load, the silo is not ready: {Problem}")] private static partial void LogFailed(ILogger logger, string model, string problem);
}
