using AlignZeg.Abstractions.Models;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Devices;

/// <summary>The device threads of this silo. Threads start with the first use.</summary>
internal sealed class SiloDevices(IOptions<DeviceOptions> options, IServiceProvider services, TimeProvider time) : IDisposable
{
    private readonly Lazy<Dictionary<string, DeviceThread>> _threads = new(() => options.Value.ThreadNames().ToDictionary(
        name => name,
        name => new DeviceThread(name, (ISegmenterFactory)services.GetService(typeof(ISegmenterFactory))!, options.Value.MaxWaitingCalls, time, options.Value.ThreadBudget)));

    public IReadOnlyCollection<DeviceThread> All => _threads.Value.Values;

    /// <exception cref="ModelUnavailableException">This silo has no such device.</exception>
    public DeviceThread Get(string device) =>
        _threads.Value.GetValueOrDefault(device) ?? throw new ModelUnavailableException($"This silo has no device '{device}'; its devices are {string.Join(", ", _threads.Value.Keys)}.");

    public void Dispose()
    {
        if (!_threads.IsValueCreated) return;
        foreach (var thread in All) thread.Dispose();
    }
}
